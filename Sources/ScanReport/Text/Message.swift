// SPDX-License-Identifier: Apache-2.0

/// Every sentence that this module can say. Places are written `{name}` in the catalogues; `{count}` also chooses the plural.
enum Message: String, CaseIterable, Sendable {

    // Page
    case title, skipLink, screeningReport, scanEnded, contents, printFooter, printPage, footResults, footNature
    case footNatureReduced, warning, insecureDecoder

    // Headlines
    case headlineMatches, headlineUnknownOthers, headlineNone, headlineNoneButUnknown, headlineUnknown
    case headlineAllUnknown, headlineStopped, headlineStoppedEarly, headlineSoFar, headlineNoneSoFar
    case headlineNothingToScan, headlineNothingCompared, headlineListUnused, headlineListsUnused
    case headlineCleared, headlineNoneOther

    // Lede
    case ledePlace, ledePlaces, ledePlacesHidden, ledeLists, ledeLead, ledeNoClearance, listUnused, listStale
    case listEmpty

    // Ledger
    case ledgerCaption, ledgerMatch, ledgerMatchWhy, ledgerHeld, ledgerHeldWhy, ledgerUnknown, ledgerUnknownWhy
    case ledgerNone, ledgerNoneWhy, ledgerNotCompared, ledgerNotComparedWhy, ledgerTooPlain,
        ledgerCleared
    case ledgerClearedWhy, ledgerMedia, ledgerOther, ledgerLinks, ledgerSpecial, ledgerNotReached
    case ledgerNotReachedUncounted, seeThem

    // Navigation
    case navAnswer, navMatches, navUnscanned, navCleared

    // Matches
    case matchesTitle, files, pictures, filesAndPictures, matchesNote, matchedTitle, matchedCaption, heldTitle
    case heldCaption, columnNumber, columnFile, columnList, columnDistance, columnDistanceShort, columnSecond,
        columnHeld, alike
    case alikeMany, damaged, moreEntries, frame, exactCopy, viewOriginal, viewMirrored, viewFlipped, viewLeft
    case viewRight, viewUpsideDown, viewMirroredLeft, viewMirroredRight, viewTrimmed, viewEdges
    case viewBlock, viewSplit, viewOutline, viewCorners, viewExtended, viewAnd, viewOfKnown
    case nameHidden, nothingRead, listCut, listCutNoFile

    // Strip
    case stripTitle, stripNoneNear, stripSomeNear, stripStart, stripEnd, stripFile, stripFiles, stripLabel
    case keyFound, keyHeld, keyUnrelated

    // Not scanned
    case unscannedTitle, unscannedNote, unscannedBars, unscannedGroup, statusScreened, statusUndecodable
    case statusOverLimit, statusTimeout, statusCrashed, statusUnreadable, statusUnsupported, helpScreened
    case helpUndecodable, helpOverLimit, helpTimeout, helpCrashed, helpUnreadable, helpUnsupported

    // Known good
    case clearedTitle, clearedNote, clearedList

    // Next
    case nextTitle, stepDoNotOpen, stepHeld, stepRetry, stepResume, stepLists, stepVerify, stepAgain
    case wordsTitle, wordMatch, wordMatchMeans, wordDistance, wordDistanceMeans, wordView, wordViewMeans
    case wordSecond, wordSecondMeans, wordUnknown, wordUnknownMeans, wordKnownGood, wordKnownGoodMeans

    // How
    case methodTitle, methodRun, methodSettings, factStarted, factEnded, factTook, factStopped, factResumed
    case factPlaces, factProgram, factRadius, factViews, factQuality, factLimits, factLanes, factDecoder
    case factHashing, hashingExact, hashingFast, tookFigures, stoppedEarly, resumedFigures, radiusFigures, viewFigures,
        qualityFigures, limitFigures
    case laneFigures, listsTitle, listsCaption, noLists, columnListName, columnSource, columnEntries
    case columnChanged, columnFiles, sourceTier, sourceKnownGood, tagUnused, daysOld

    // Origin
    case navOrigin, originTitle, originNote, originCaption, originAISignedTrusted, originAISignedTrustedWhy
    case originAISignedOther, originAISignedOtherWhy, originAIWatermark, originAIWatermarkWhy, originAIDeclared
    case originAIDeclaredWhy, originOther, originOtherWhy, originFailed, originFailedWhy, originUnreadable
    case originUnreadableWhy, originNothing, originNothingWhy, originNotExamined, originNotExaminedWhy
    case originListed, originShow, claimAIGenerated, claimAIEdited, claimAIInIngredients
    case claimAIPossible, claimAlgorithmic, claimCaptured, claimNotStated, claimNoneUsable, levelSignedTrusted
    case levelSignedUnlisted, levelSignedExpired, levelWatermark, levelDeclared, levelFailed, levelRemote
    case levelNone, levelUnreadable, factTrustLists, factTrustNone, factTrustList, inspectAnswer, inspectFacts,
        inspectTechnical, inspectCodes, inspectPixels, inspectChecks, sumOriginAI, sumOriginFailed

    // What follows
    case navFollows, followsTitle, followsNote, followsByNexus, followsByChoice, followsPlatforms, followsCaption
    case followsCategories, noCategory, tagUnknown, columnCategory, followsDuties, followsDutiesNote, columnDo, columnBy
    case columnWho, columnRule, dutyTo, dutyEarliest, tagPossible, followsFiles, followsShow, firstDue, followsUnsigned
    case followsUnsignedNote, followsNearly, followsNearlyNote, nearFuture, nearExpired, nearGrace, nearUnknown
    case nearFailed, followsDigest, actionBlock, actionBlockWhy, actionReview, actionReviewWhy, actionUndetermined
    case actionUndeterminedWhy, actionRestrict, actionRestrictWhy, actionLabel, actionLabelWhy, actionAllow
    case actionAllowWhy, sumPolicy, sumDeadline, sumNoAdvice

    // Terminal
    case nameLeftOut, wordStateMatch, wordStateHeld, wordStateUnknown, wordStateNone, wordStateCleared, wordStateOther
    case distanceExact, distanceNone, moreLines, moreLinesNoFile, openingLists, openingPlaces, openingNoLists
    case emptyNoMatch, emptyUnknown, emptyNotHarmless, emptyNothing, emptyNotCompared, emptyOthersLookedAt
    case stoppedAt, stoppedEarlyAt, entries, sumMatch, sumHeld, sumUnknown, sumNone, sumNotCompared, sumTooPlain
    case sumLinks, sumSpecial, sumCleared
    case sumMedia, sumOther, sumNotReached, sumNotReachedUncounted, sumTook, sumUnused, sumInsecure
    case labelReport, labelResults, labelRetry, labelResume, labelLists, labelWarning, retryNote, progressOf
    case progressFound, progressPercent, progressRate, progressLeft, progressLeftLittle, progressMatches
    case progressUnknown
    case progressPlain
}
