// SPDX-License-Identifier: Apache-2.0

/// Finds the parts of a picture that are likely to be a known picture by themselves.
///
/// Everything is looked for on a grey picture of at most 320 pixels a side; windows are given in pixels of the full picture
/// and always lie inside it.
public enum PictureViews {
    /// Most views of one picture. Each costs a hash and eight searches.
    public static let cap = 8
    /// A part keeps at least this share of each side …
    static let smallestShare = 0.2
    /// … and at least this many small pixels.
    static let smallestSide = 24
    /// Two windows whose sides all lie within this share of the larger one's sides are one.
    static let negligibleShare = 0.012

    /// Copies often lose a rim of a few per cent on all sides; extending them by this share brings cuts of 2 to 5 per cent
    /// back.
    static let lostShare = 0.04

    /// Finds views, the most promising first.
    ///
    /// - Parameters:
    ///   - picture: the grey picture; larger ones are reduced further.
    ///   - limit: most views to return.
    /// - Returns: views that differ from the whole picture and from each other; none if nothing is found.
    public static func find(in picture: GreyPicture, limit: Int = cap) -> [FoundView] {
        find(in: SmallPicture(of: picture), limit: limit)
    }

    static func find(in small: SmallPicture, limit: Int) -> [FoundView] {
        guard small.width >= smallestSide, small.height >= smallestSide else { return [] }
        var list = ViewList(picture: small, limit: limit)
        let blocks = BlockFinder(picture: small)
        let edges = EdgeFinder(picture: small)
        let borders = BorderFinder(picture: small)

        // Nothing but border: a picture of one colour has no parts.
        guard let border = borders.box(in: small.whole) else { return [] }
        let base = ViewList.isLargeEnough(border, in: small.whole) ? border : small.whole
        list.add(.borderTrimmed, base)

        let outline = OutlineFinder(picture: small).quad()
        if let outline { list.add(outline, small) }
        if let radius = CornerFinder(picture: small).radius() {
            list.add(.filledCorners, .filledCorners(radius: radius * small.grey.blockWidth))
        }

        for box in edges.boxes(in: base) { list.add(.edgeTrimmed, borders.box(in: box) ?? box) }
        if let block = blocks.box(in: base), ViewList.isLargeEnough(block, in: small.whole) {
            list.add(.busiestBlock, block)
            for box in edges.boxes(in: block).prefix(1) { list.add(.edgeTrimmed, box) }
        }
        for box in SplitFinder(picture: small).boxes(in: base) { list.add(.split, box) }
        list.add(.extended, .extended(share: lostShare))
        return list.views
    }
}

/// Views in the order in which they were found, without repetitions.
struct ViewList {
    let picture: SmallPicture
    let limit: Int
    private(set) var views: [FoundView] = []
    private var boxes: [Box]

    init(picture: SmallPicture, limit: Int) {
        self.picture = picture
        self.limit = limit
        boxes = [picture.whole]
    }

    static func isLargeEnough(_ box: Box, in whole: Box) -> Bool {
        box.width >= PictureViews.smallestSide && box.height >= PictureViews.smallestSide
            && Double(box.width) >= PictureViews.smallestShare * Double(whole.width)
            && Double(box.height) >= PictureViews.smallestShare * Double(whole.height)
    }

    mutating func add(_ region: Region, _ box: Box) {
        guard views.count < limit, Self.isLargeEnough(box, in: picture.whole) else { return }
        guard !boxes.contains(where: { Self.areAlike($0, box) }) else { return }
        boxes.append(box)
        views.append(FoundView(region: region, shape: .window(picture.window(box))))
    }

    mutating func add(_ region: Region, _ shape: FoundView.Shape) {
        guard views.count < limit else { return }
        views.append(FoundView(region: region, shape: shape))
    }

    /// An outline in small pixels: what is inside its own border first, then the outline itself.
    mutating func add(_ quad: Quad, _ small: SmallPicture) {
        func full(_ point: Quad.Point) -> Quad.Point {
            Quad.Point(x: point.x * small.grey.blockWidth, y: point.y * small.grey.blockHeight)
        }
        let outline = Quad(
            topLeft: full(quad.topLeft), topRight: full(quad.topRight), bottomRight: full(quad.bottomRight),
            bottomLeft: full(quad.bottomLeft))
        guard let projection = Projection(onto: outline), let straight = small.grey.straightened(outline) else {
            return
        }
        let inner = SmallPicture(of: straight)
        // The outermost pixels still have some of the ground in them.
        let inset = Box(left: 1, top: 1, right: inner.width - 1, bottom: inner.height - 1)
        let borderless = BorderFinder(picture: inner).box(in: inset) ?? inset
        let cuts = EdgeFinder(picture: inner).boxes(in: borderless).prefix(2)
        for box in (borderless == inset ? [] : [borderless]) + cuts where Self.isLargeEnough(box, in: inner.whole) {
            let side = Double(inner.width)
            let (left, right) = (Double(box.left) / side, Double(box.right) / side)
            let (top, bottom) = (Double(box.top) / side, Double(box.bottom) / side)
            add(
                quad: Quad(
                    topLeft: projection.point(left, top), topRight: projection.point(right, top),
                    bottomRight: projection.point(right, bottom), bottomLeft: projection.point(left, bottom)))
        }
        add(quad: outline)
    }

    private mutating func add(quad: Quad) {
        guard views.count < limit else { return }
        views.append(FoundView(region: .outline, shape: .quad(quad)))
    }

    private static func areAlike(_ a: Box, _ b: Box) -> Bool {
        let x = max(1, PictureViews.negligibleShare * Double(max(a.width, b.width)))
        let y = max(1, PictureViews.negligibleShare * Double(max(a.height, b.height)))
        return Double(abs(a.left - b.left)) <= x && Double(abs(a.right - b.right)) <= x
            && Double(abs(a.top - b.top)) <= y && Double(abs(a.bottom - b.bottom)) <= y
    }
}
