// SPDX-License-Identifier: Apache-2.0
// Written by scripts/list-law. Do not edit.
static const uint8_t file_0[] = {
#embed "../../law/au/child-protection.yaml" suffix(, )
0};
static const uint8_t file_1[] = {
#embed "../../law/au/industry-standards.yaml" suffix(, )
0};
static const uint8_t file_2[] = {
#embed "../../law/au/intimate-images.yaml" suffix(, )
0};
static const uint8_t file_3[] = {
#embed "../../law/ca/child-protection.yaml" suffix(, )
0};
static const uint8_t file_4[] = {
#embed "../../law/ca/intimate-images.yaml" suffix(, )
0};
static const uint8_t file_5[] = {
#embed "../../law/cn/content.yaml" suffix(, )
0};
static const uint8_t file_6[] = {
#embed "../../law/cn/deep-synthesis.yaml" suffix(, )
0};
static const uint8_t file_7[] = {
#embed "../../law/cn/labels.yaml" suffix(, )
0};
static const uint8_t file_8[] = {
#embed "../../law/es/child-protection.yaml" suffix(, )
0};
static const uint8_t file_9[] = {
#embed "../../law/es/intimate-images.yaml" suffix(, )
0};
static const uint8_t file_10[] = {
#embed "../../law/es/pending.yaml" suffix(, )
0};
static const uint8_t file_11[] = {
#embed "../../law/eu/ai-act.yaml" suffix(, )
0};
static const uint8_t file_12[] = {
#embed "../../law/eu/child-protection.yaml" suffix(, )
0};
static const uint8_t file_13[] = {
#embed "../../law/eu/data-protection.yaml" suffix(, )
0};
static const uint8_t file_14[] = {
#embed "../../law/eu/digital-services-act.yaml" suffix(, )
0};
static const uint8_t file_15[] = {
#embed "../../law/eu/electronic-evidence.yaml" suffix(, )
0};
static const uint8_t file_16[] = {
#embed "../../law/eu/intimate-images.yaml" suffix(, )
0};
static const uint8_t file_17[] = {
#embed "../../law/eu/private-messages.yaml" suffix(, )
0};
static const uint8_t file_18[] = {
#embed "../../law/examples/forum-ireland.policytest.yaml" suffix(, )
0};
static const uint8_t file_19[] = {
#embed "../../law/examples/forum-ireland.yaml" suffix(, )
0};
static const uint8_t file_20[] = {
#embed "../../law/examples/image-generator.policytest.yaml" suffix(, )
0};
static const uint8_t file_21[] = {
#embed "../../law/examples/image-generator.yaml" suffix(, )
0};
static const uint8_t file_22[] = {
#embed "../../law/house/baseline.yaml" suffix(, )
0};
static const uint8_t file_23[] = {
#embed "../../law/house/categories.yaml" suffix(, )
0};
static const uint8_t file_24[] = {
#embed "../../law/jp/child-protection.yaml" suffix(, )
0};
static const uint8_t file_25[] = {
#embed "../../law/jp/intimate-images.yaml" suffix(, )
0};
static const uint8_t file_26[] = {
#embed "../../law/jp/platforms-and-ai.yaml" suffix(, )
0};
static const uint8_t file_27[] = {
#embed "../../law/kr/artificial-intelligence.yaml" suffix(, )
0};
static const uint8_t file_28[] = {
#embed "../../law/kr/child-protection.yaml" suffix(, )
0};
static const uint8_t file_29[] = {
#embed "../../law/kr/intimate-images.yaml" suffix(, )
0};
static const uint8_t file_30[] = {
#embed "../../law/kr/platform-duties.yaml" suffix(, )
0};
static const uint8_t file_31[] = {
#embed "../../law/platforms/discord.yaml" suffix(, )
0};
static const uint8_t file_32[] = {
#embed "../../law/platforms/meta.yaml" suffix(, )
0};
static const uint8_t file_33[] = {
#embed "../../law/platforms/tiktok.yaml" suffix(, )
0};
static const uint8_t file_34[] = {
#embed "../../law/platforms/twitch.yaml" suffix(, )
0};
static const uint8_t file_35[] = {
#embed "../../law/platforms/x.yaml" suffix(, )
0};
static const uint8_t file_36[] = {
#embed "../../law/platforms/youtube.yaml" suffix(, )
0};
static const uint8_t file_37[] = {
#embed "../../law/tests/au-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_38[] = {
#embed "../../law/tests/au-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_39[] = {
#embed "../../law/tests/au-online-safety.policytest.yaml" suffix(, )
0};
static const uint8_t file_40[] = {
#embed "../../law/tests/ca-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_41[] = {
#embed "../../law/tests/ca-mandatory-reporting.policytest.yaml" suffix(, )
0};
static const uint8_t file_42[] = {
#embed "../../law/tests/ca-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_43[] = {
#embed "../../law/tests/cn-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_44[] = {
#embed "../../law/tests/cn-labels-and-content.policytest.yaml" suffix(, )
0};
static const uint8_t file_45[] = {
#embed "../../law/tests/cn-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_46[] = {
#embed "../../law/tests/es-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_47[] = {
#embed "../../law/tests/es-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_48[] = {
#embed "../../law/tests/es-minors-and-images.policytest.yaml" suffix(, )
0};
static const uint8_t file_49[] = {
#embed "../../law/tests/eu-ai-act.policytest.yaml" suffix(, )
0};
static const uint8_t file_50[] = {
#embed "../../law/tests/eu-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_51[] = {
#embed "../../law/tests/eu-digital-services.policytest.yaml" suffix(, )
0};
static const uint8_t file_52[] = {
#embed "../../law/tests/eu-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_53[] = {
#embed "../../law/tests/eu-messages-orders-children.policytest.yaml" suffix(, )
0};
static const uint8_t file_54[] = {
#embed "../../law/tests/house-children.policytest.yaml" suffix(, )
0};
static const uint8_t file_55[] = {
#embed "../../law/tests/house-intimate.policytest.yaml" suffix(, )
0};
static const uint8_t file_56[] = {
#embed "../../law/tests/house-lists.policytest.yaml" suffix(, )
0};
static const uint8_t file_57[] = {
#embed "../../law/tests/house-openness.policytest.yaml" suffix(, )
0};
static const uint8_t file_58[] = {
#embed "../../law/tests/jp-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_59[] = {
#embed "../../law/tests/jp-gap-and-platforms.policytest.yaml" suffix(, )
0};
static const uint8_t file_60[] = {
#embed "../../law/tests/jp-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_61[] = {
#embed "../../law/tests/kr-artificial-intelligence.policytest.yaml" suffix(, )
0};
static const uint8_t file_62[] = {
#embed "../../law/tests/kr-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_63[] = {
#embed "../../law/tests/kr-children-and-images.policytest.yaml" suffix(, )
0};
static const uint8_t file_64[] = {
#embed "../../law/tests/kr-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_65[] = {
#embed "../../law/tests/platforms-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_66[] = {
#embed "../../law/tests/platforms-presets.policytest.yaml" suffix(, )
0};
static const uint8_t file_67[] = {
#embed "../../law/tests/uk-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_68[] = {
#embed "../../law/tests/uk-child-protection.policytest.yaml" suffix(, )
0};
static const uint8_t file_69[] = {
#embed "../../law/tests/uk-intimate-images.policytest.yaml" suffix(, )
0};
static const uint8_t file_70[] = {
#embed "../../law/tests/uk-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_71[] = {
#embed "../../law/tests/us-calendar.policytest.yaml" suffix(, )
0};
static const uint8_t file_72[] = {
#embed "../../law/tests/us-california-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_73[] = {
#embed "../../law/tests/us-california.policytest.yaml" suffix(, )
0};
static const uint8_t file_74[] = {
#embed "../../law/tests/us-child-protection.policytest.yaml" suffix(, )
0};
static const uint8_t file_75[] = {
#embed "../../law/tests/us-intimate-images.policytest.yaml" suffix(, )
0};
static const uint8_t file_76[] = {
#embed "../../law/tests/us-matrix.policytest.yaml" suffix(, )
0};
static const uint8_t file_77[] = {
#embed "../../law/tests/us-pending.policytest.yaml" suffix(, )
0};
static const uint8_t file_78[] = {
#embed "../../law/uk/child-protection.yaml" suffix(, )
0};
static const uint8_t file_79[] = {
#embed "../../law/uk/intimate-images.yaml" suffix(, )
0};
static const uint8_t file_80[] = {
#embed "../../law/uk/not-yet-in-force.yaml" suffix(, )
0};
static const uint8_t file_81[] = {
#embed "../../law/uk/online-safety-duties.yaml" suffix(, )
0};
static const uint8_t file_82[] = {
#embed "../../law/us/california.yaml" suffix(, )
0};
static const uint8_t file_83[] = {
#embed "../../law/us/child-protection.yaml" suffix(, )
0};
static const uint8_t file_84[] = {
#embed "../../law/us/intimate-images.yaml" suffix(, )
0};
static const uint8_t file_85[] = {
#embed "../../law/us/pending.yaml" suffix(, )
0};
static const struct tutela_law_file files[] = {
    {"law/au/child-protection.yaml", file_0, sizeof file_0 - 1},
    {"law/au/industry-standards.yaml", file_1, sizeof file_1 - 1},
    {"law/au/intimate-images.yaml", file_2, sizeof file_2 - 1},
    {"law/ca/child-protection.yaml", file_3, sizeof file_3 - 1},
    {"law/ca/intimate-images.yaml", file_4, sizeof file_4 - 1},
    {"law/cn/content.yaml", file_5, sizeof file_5 - 1},
    {"law/cn/deep-synthesis.yaml", file_6, sizeof file_6 - 1},
    {"law/cn/labels.yaml", file_7, sizeof file_7 - 1},
    {"law/es/child-protection.yaml", file_8, sizeof file_8 - 1},
    {"law/es/intimate-images.yaml", file_9, sizeof file_9 - 1},
    {"law/es/pending.yaml", file_10, sizeof file_10 - 1},
    {"law/eu/ai-act.yaml", file_11, sizeof file_11 - 1},
    {"law/eu/child-protection.yaml", file_12, sizeof file_12 - 1},
    {"law/eu/data-protection.yaml", file_13, sizeof file_13 - 1},
    {"law/eu/digital-services-act.yaml", file_14, sizeof file_14 - 1},
    {"law/eu/electronic-evidence.yaml", file_15, sizeof file_15 - 1},
    {"law/eu/intimate-images.yaml", file_16, sizeof file_16 - 1},
    {"law/eu/private-messages.yaml", file_17, sizeof file_17 - 1},
    {"law/examples/forum-ireland.policytest.yaml", file_18, sizeof file_18 - 1},
    {"law/examples/forum-ireland.yaml", file_19, sizeof file_19 - 1},
    {"law/examples/image-generator.policytest.yaml", file_20, sizeof file_20 - 1},
    {"law/examples/image-generator.yaml", file_21, sizeof file_21 - 1},
    {"law/house/baseline.yaml", file_22, sizeof file_22 - 1},
    {"law/house/categories.yaml", file_23, sizeof file_23 - 1},
    {"law/jp/child-protection.yaml", file_24, sizeof file_24 - 1},
    {"law/jp/intimate-images.yaml", file_25, sizeof file_25 - 1},
    {"law/jp/platforms-and-ai.yaml", file_26, sizeof file_26 - 1},
    {"law/kr/artificial-intelligence.yaml", file_27, sizeof file_27 - 1},
    {"law/kr/child-protection.yaml", file_28, sizeof file_28 - 1},
    {"law/kr/intimate-images.yaml", file_29, sizeof file_29 - 1},
    {"law/kr/platform-duties.yaml", file_30, sizeof file_30 - 1},
    {"law/platforms/discord.yaml", file_31, sizeof file_31 - 1},
    {"law/platforms/meta.yaml", file_32, sizeof file_32 - 1},
    {"law/platforms/tiktok.yaml", file_33, sizeof file_33 - 1},
    {"law/platforms/twitch.yaml", file_34, sizeof file_34 - 1},
    {"law/platforms/x.yaml", file_35, sizeof file_35 - 1},
    {"law/platforms/youtube.yaml", file_36, sizeof file_36 - 1},
    {"law/tests/au-calendar.policytest.yaml", file_37, sizeof file_37 - 1},
    {"law/tests/au-matrix.policytest.yaml", file_38, sizeof file_38 - 1},
    {"law/tests/au-online-safety.policytest.yaml", file_39, sizeof file_39 - 1},
    {"law/tests/ca-calendar.policytest.yaml", file_40, sizeof file_40 - 1},
    {"law/tests/ca-mandatory-reporting.policytest.yaml", file_41, sizeof file_41 - 1},
    {"law/tests/ca-matrix.policytest.yaml", file_42, sizeof file_42 - 1},
    {"law/tests/cn-calendar.policytest.yaml", file_43, sizeof file_43 - 1},
    {"law/tests/cn-labels-and-content.policytest.yaml", file_44, sizeof file_44 - 1},
    {"law/tests/cn-matrix.policytest.yaml", file_45, sizeof file_45 - 1},
    {"law/tests/es-calendar.policytest.yaml", file_46, sizeof file_46 - 1},
    {"law/tests/es-matrix.policytest.yaml", file_47, sizeof file_47 - 1},
    {"law/tests/es-minors-and-images.policytest.yaml", file_48, sizeof file_48 - 1},
    {"law/tests/eu-ai-act.policytest.yaml", file_49, sizeof file_49 - 1},
    {"law/tests/eu-calendar.policytest.yaml", file_50, sizeof file_50 - 1},
    {"law/tests/eu-digital-services.policytest.yaml", file_51, sizeof file_51 - 1},
    {"law/tests/eu-matrix.policytest.yaml", file_52, sizeof file_52 - 1},
    {"law/tests/eu-messages-orders-children.policytest.yaml", file_53, sizeof file_53 - 1},
    {"law/tests/house-children.policytest.yaml", file_54, sizeof file_54 - 1},
    {"law/tests/house-intimate.policytest.yaml", file_55, sizeof file_55 - 1},
    {"law/tests/house-lists.policytest.yaml", file_56, sizeof file_56 - 1},
    {"law/tests/house-openness.policytest.yaml", file_57, sizeof file_57 - 1},
    {"law/tests/jp-calendar.policytest.yaml", file_58, sizeof file_58 - 1},
    {"law/tests/jp-gap-and-platforms.policytest.yaml", file_59, sizeof file_59 - 1},
    {"law/tests/jp-matrix.policytest.yaml", file_60, sizeof file_60 - 1},
    {"law/tests/kr-artificial-intelligence.policytest.yaml", file_61, sizeof file_61 - 1},
    {"law/tests/kr-calendar.policytest.yaml", file_62, sizeof file_62 - 1},
    {"law/tests/kr-children-and-images.policytest.yaml", file_63, sizeof file_63 - 1},
    {"law/tests/kr-matrix.policytest.yaml", file_64, sizeof file_64 - 1},
    {"law/tests/platforms-calendar.policytest.yaml", file_65, sizeof file_65 - 1},
    {"law/tests/platforms-presets.policytest.yaml", file_66, sizeof file_66 - 1},
    {"law/tests/uk-calendar.policytest.yaml", file_67, sizeof file_67 - 1},
    {"law/tests/uk-child-protection.policytest.yaml", file_68, sizeof file_68 - 1},
    {"law/tests/uk-intimate-images.policytest.yaml", file_69, sizeof file_69 - 1},
    {"law/tests/uk-matrix.policytest.yaml", file_70, sizeof file_70 - 1},
    {"law/tests/us-calendar.policytest.yaml", file_71, sizeof file_71 - 1},
    {"law/tests/us-california-matrix.policytest.yaml", file_72, sizeof file_72 - 1},
    {"law/tests/us-california.policytest.yaml", file_73, sizeof file_73 - 1},
    {"law/tests/us-child-protection.policytest.yaml", file_74, sizeof file_74 - 1},
    {"law/tests/us-intimate-images.policytest.yaml", file_75, sizeof file_75 - 1},
    {"law/tests/us-matrix.policytest.yaml", file_76, sizeof file_76 - 1},
    {"law/tests/us-pending.policytest.yaml", file_77, sizeof file_77 - 1},
    {"law/uk/child-protection.yaml", file_78, sizeof file_78 - 1},
    {"law/uk/intimate-images.yaml", file_79, sizeof file_79 - 1},
    {"law/uk/not-yet-in-force.yaml", file_80, sizeof file_80 - 1},
    {"law/uk/online-safety-duties.yaml", file_81, sizeof file_81 - 1},
    {"law/us/california.yaml", file_82, sizeof file_82 - 1},
    {"law/us/child-protection.yaml", file_83, sizeof file_83 - 1},
    {"law/us/intimate-images.yaml", file_84, sizeof file_84 - 1},
    {"law/us/pending.yaml", file_85, sizeof file_85 - 1},
    {"", 0, 0},
};
