# SPDX-License-Identifier: Apache-2.0
"""What people do to copies of a picture: each alteration in four strengths, deterministic for a random generator.

An alteration is a function of (picture, strength 0…3, numpy random generator, other pictures) to a picture. Those in
HELD_OUT were not looked at while the finders were made.
"""

import io
import math

import numpy
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

WORDS = "lorem ipsum dolor velit quarp mibble tronk sedge wump fendle orax plim garb neth soodle vimp".split()
ALTERATIONS = {}
HELD_OUT = set()


def alteration(function=None, held_out=False):
    def register(function):
        name = function.__name__.replace("_", "-")
        ALTERATIONS[name] = function
        if held_out:
            HELD_OUT.add(name)
        return function
    return register(function) if function else register


def reencoded(image, form, quality):
    buffer = io.BytesIO()
    image.save(buffer, form, quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def scaled(image, factor_x, factor_y=None, method=Image.Resampling.BICUBIC):
    return image.resize((max(16, round(image.width * factor_x)), max(16, round(image.height * (factor_y or factor_x)))), method)


def colour(random, low=0, high=256):
    return tuple(int(value) for value in random.integers(low, high, 3))


def sentence(random, words):
    return " ".join(random.choice(WORDS) for _ in range(words))


def font(size):
    return ImageFont.load_default(max(8, size))


def array(image):
    return numpy.asarray(image).astype(numpy.float32)


def picture(values):
    return Image.fromarray(numpy.clip(values, 0, 255).astype(numpy.uint8))


@alteration
def jpeg(image, strength, random, others):
    return reencoded(image, "JPEG", (60, 35, 18, 8)[strength])


@alteration
def webp(image, strength, random, others):
    return reencoded(image, "WEBP", (60, 35, 15, 3)[strength])


@alteration
def resize(image, strength, random, others):
    return scaled(image, (0.7, 0.45, 0.25, 0.15)[strength], method=(Image.Resampling.BILINEAR, Image.Resampling.LANCZOS)[strength % 2])


@alteration
def aspect(image, strength, random, others):
    factor = (0.9, 0.78, 0.65, 0.5)[strength]
    return scaled(image, factor, 1) if random.random() < 0.5 else scaled(image, 1, factor)


@alteration
def blur(image, strength, random, others):
    return image.filter(ImageFilter.GaussianBlur((1, 2.5, 4, 7)[strength]))


@alteration
def noise(image, strength, random, others):
    values = array(image)
    return picture(values + random.normal(0, (6, 14, 26, 45)[strength], values.shape))


@alteration
def saturation(image, strength, random, others):
    return ImageEnhance.Color(image).enhance((0.5, 1.6, 0.15, 2.6)[strength])


@alteration
def sharpen(image, strength, random, others):
    return image.filter(ImageFilter.UnsharpMask((2, 3, 5, 8)[strength], (90, 150, 250, 400)[strength], 2))


@alteration
def tone(image, strength, random, others):
    image = ImageEnhance.Brightness(image).enhance((1.15, 0.75, 1.45, 0.5)[strength])
    return ImageEnhance.Contrast(image).enhance((1.15, 0.8, 1.5, 0.6)[strength])


@alteration
def photo_filter(image, strength, random, others):
    if strength == 0:
        return image.convert("L").convert("RGB")
    if strength == 1:
        tint = Image.new("RGB", image.size, (255, 190, 110))
        return Image.blend(image, ImageChops.multiply(image, tint), 0.8)
    if strength == 2:
        values = array(image)
        return picture(255 * (values / 255) ** 0.6 * numpy.array([1.05, 0.98, 0.85], numpy.float32))
    return image.quantize(10).convert("RGB")


@alteration
def hue(image, strength, random, others):
    hue_, saturation_, value = image.convert("HSV").split()
    shift = (12, 40, 85, 128)[strength]
    return Image.merge("HSV", (hue_.point(lambda x: (x + shift) % 256), saturation_, value)).convert("RGB")


@alteration
def vignette(image, strength, random, others):
    y, x = numpy.mgrid[-1:1:image.height * 1j, -1:1:image.width * 1j]
    fall = 1 - (0.3, 0.5, 0.7, 0.9)[strength] * numpy.clip((x * x + y * y) / 1.6, 0, 1)
    return picture(array(image) * fall[..., None])


@alteration
def watermark(image, strength, random, others):
    layer = Image.new("L", image.size, 0)
    draw = ImageDraw.Draw(layer)
    size = image.width // 14
    for y in range(0, image.height, image.height // (2 + strength)):
        for x in range(0, image.width, image.width // 3):
            draw.text((x, y + (x % 2) * size), random.choice(WORDS), 255, font(size))
    layer = layer.point(lambda value: value * (40, 70, 110, 150)[strength] // 255)
    return Image.composite(Image.new("RGB", image.size, (255, 255, 255)), image, layer)


@alteration
def text(image, strength, random, others):
    image = image.copy()
    draw = ImageDraw.Draw(image)
    size = image.height // (16, 12, 9, 7)[strength]
    for y in (size // 3, image.height - int(1.5 * size))[: 1 + (strength > 0)]:
        line = sentence(random, 3)
        width = draw.textlength(line, font(size))
        draw.text(((image.width - width) / 2, y), line, (255, 255, 255), font(size), stroke_width=max(1, size // 12), stroke_fill=(0, 0, 0))
    return image


@alteration
def stickers(image, strength, random, others):
    image = image.copy()
    draw = ImageDraw.Draw(image)
    for _ in range((1, 2, 4, 6)[strength]):
        side = int(min(image.size) * random.uniform(0.12, 0.24))
        x, y = int(random.integers(0, image.width - side)), int(random.integers(0, image.height - side))
        draw.ellipse((x, y, x + side, y + side), fill=colour(random), outline=(255, 255, 255), width=side // 12)
        draw.arc((x + side // 4, y + side // 4, x + 3 * side // 4, y + 3 * side // 4), 20, 160, (0, 0, 0), side // 12)
    return image


@alteration
def turn(image, strength, random, others):
    return image.transpose((Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.TRANSVERSE)[strength])


@alteration
def edge_crop(image, strength, random, others):
    share = (0.03, 0.07, 0.12, 0.2)[strength]
    side = random.integers(0, 4)
    cut = [0, 0, image.width, image.height]
    length = image.width if side % 2 == 0 else image.height
    cut[side] += round(share * length) * (1 if side < 2 else -1)
    return image.crop(cut)


@alteration
def centre_crop(image, strength, random, others):
    share = (0.03, 0.06, 0.1, 0.16)[strength]
    x, y = round(image.width * share), round(image.height * share)
    return image.crop((x, y, image.width - x, image.height - y))


@alteration
def tilt_corners(image, strength, random, others):
    angle = (1.5, 3, 5, 9)[strength] * random.choice((-1, 1))
    return image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=((0, 0, 0), (255, 255, 255))[random.integers(0, 2)])


@alteration
def tilt_cropped(image, strength, random, others):
    angle = (1, 2, 4, 7)[strength] * random.choice((-1, 1))
    turned = image.rotate(angle, Image.Resampling.BICUBIC)
    sine, cosine = math.sin(math.radians(abs(angle))), math.cos(math.radians(abs(angle)))
    scale = min(image.width / (image.width * cosine + image.height * sine), image.height / (image.height * cosine + image.width * sine))
    x, y = image.width * (1 - scale) / 2, image.height * (1 - scale) / 2
    return turned.crop((math.ceil(x), math.ceil(y), int(image.width - x), int(image.height - y)))


@alteration
def bars(image, strength, random, others):
    share = (0.08, 0.15, 0.3, 0.5)[strength]
    ground = ((0, 0, 0), (255, 255, 255), colour(random))[random.integers(0, 3)]
    upright = random.random() < 0.5
    x, y = (0, round(image.height * share)) if upright else (round(image.width * share), 0)
    canvas = Image.new("RGB", (image.width + 2 * x, image.height + 2 * y), ground)
    canvas.paste(image, (x, y))
    return canvas


@alteration
def frame(image, strength, random, others):
    share = (0.03, 0.07, 0.13, 0.22)[strength]
    canvas = image
    for number, part in enumerate((0.25, 0.75) if random.random() < 0.5 else (1,)):
        pad = max(2, round(min(image.size) * share * part))
        framed = Image.new("RGB", (canvas.width + 2 * pad, canvas.height + 2 * pad), colour(random))
        framed.paste(canvas, (pad, pad))
        canvas = framed
    return canvas


@alteration
def blurred_fill(image, strength, random, others):
    ratio = (1.2, 1.5, 2, 2.8)[strength]
    if image.width > image.height:
        size = (image.width, round(image.height * ratio))
    else:
        size = (round(image.width * ratio), image.height)
    factor = max(size[0] / image.width, size[1] / image.height)
    ground = scaled(image, factor).filter(ImageFilter.GaussianBlur(18))
    x, y = (ground.width - size[0]) // 2, (ground.height - size[1]) // 2
    ground = ImageEnhance.Brightness(ground.crop((x, y, x + size[0], y + size[1]))).enhance(random.choice((0.7, 1.0)))
    ground.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
    return ground


def lines(draw, random, left, right, top, bottom, size, ink):
    y = top
    while y + size < bottom:
        draw.text((left, y), sentence(random, max(2, int((right - left) / size / 3.2)))[: int((right - left) / size * 1.9)], ink, font(size))
        y += int(size * 1.7)


def status_bar(draw, width, height, ink):
    draw.text((width * 0.04, height * 0.2), "12:34", ink, font(int(height * 0.55)))
    for number in range(3):
        x = width * (0.84 + 0.05 * number)
        draw.rectangle((x, height * 0.3, x + width * 0.03, height * 0.7), fill=ink)


@alteration
def phone_screenshot(image, strength, random, others):
    dark = random.random() < 0.5
    ground, ink = ((18, 18, 20), (235, 235, 235)) if dark else ((250, 250, 250), (20, 20, 20))
    width = 600
    height = (900, 1000, 1200, 1300)[strength]
    canvas = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(canvas)
    status_bar(draw, width, 40, ink)
    inner = width if strength < 3 else round(width * 0.86)
    shown = scaled(image, inner / image.width)
    if shown.height > height * 0.7:
        shown = scaled(image, height * 0.7 / image.height)
    y = (height - shown.height) // 2
    canvas.paste(shown, ((width - shown.width) // 2, y))
    if strength > 0:
        draw.rectangle((0, 40, width, 100), fill=colour(random, 30, 200) if random.random() < 0.5 else ground)
        draw.text((60, 55), sentence(random, 2), ink, font(26))
        draw.line((20, 70, 40, 58), ink, 4)
        draw.line((20, 70, 40, 82), ink, 4)
    if strength > 1:
        lines(draw, random, 20, width - 20, y + shown.height + 20, height - 90, 22, ink)
    for number in range(3):
        x = width * (0.25 + 0.25 * number)
        draw.ellipse((x - 14, height - 44, x + 14, height - 16), outline=ink, width=3)
    return canvas


@alteration
def social_frame(image, strength, random, others):
    dark = random.random() < 0.3
    ground, ink = ((21, 32, 43), (230, 230, 230)) if dark else ((255, 255, 255), (15, 20, 25))
    margin = (0, 0, 24, 70)[strength]
    head, foot = ((90, 70), (110, 120), (130, 200), (150, 260))[strength]
    shown = scaled(image, 620 / image.width)
    canvas = Image.new("RGB", (shown.width + 2 * margin, shown.height + head + foot), ground)
    draw = ImageDraw.Draw(canvas)
    draw.ellipse((margin + 14, 14, margin + 66, 66), fill=colour(random, 40, 220))
    draw.text((margin + 80, 16), sentence(random, 2), ink, font(22))
    draw.text((margin + 80, 44), "@" + random.choice(WORDS), (130, 130, 130), font(16))
    if strength > 1:
        draw.text((margin + 14, 84), sentence(random, 5), ink, font(22))
    canvas.paste(shown, (margin, head))
    for number in range(4):
        x = margin + 20 + number * 150
        draw.ellipse((x, head + shown.height + 18, x + 26, head + shown.height + 44), outline=ink, width=3)
        draw.text((x + 34, head + shown.height + 18), str(random.integers(1, 999)), ink, font(18))
    if strength > 0:
        lines(draw, random, margin + 14, canvas.width - margin - 14, head + shown.height + 60, canvas.height - 10, 20, ink)
    return canvas


@alteration
def collage(image, strength, random, others):
    other = [others[index] for index in random.permutation(len(others))[:3]]
    gap = (0, 6, 0, 10)[strength]
    ground = ((255, 255, 255), (0, 0, 0))[random.integers(0, 2)]
    if strength < 2:
        first, second = image, other[0].resize(image.size)
        if random.random() < 0.5:
            first, second = second, first
        if random.random() < 0.5:
            canvas = Image.new("RGB", (image.width * 2 + gap, image.height), ground)
            canvas.paste(first, (0, 0))
            canvas.paste(second, (image.width + gap, 0))
        else:
            canvas = Image.new("RGB", (image.width, image.height * 2 + gap), ground)
            canvas.paste(first, (0, 0))
            canvas.paste(second, (0, image.height + gap))
        return canvas
    parts = [image] + [part.resize(image.size) for part in other]
    canvas = Image.new("RGB", (image.width * 2 + gap, image.height * 2 + gap), ground)
    for place, part in zip(random.permutation(4), parts):
        canvas.paste(part, ((place % 2) * (image.width + gap), (place // 2) * (image.height + gap)))
    return scaled(canvas, 0.6)


@alteration
def rounded_corners(image, strength, random, others):
    radius = round(min(image.size) * (0.05, 0.1, 0.2, 0.35)[strength])
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, image.width - 1, image.height - 1), radius, fill=255)
    return Image.composite(image, Image.new("RGB", image.size, ((255, 255, 255), (0, 0, 0))[random.integers(0, 2)]), mask)


def perspective(image, corners, size, ground):
    """Draws the picture into four corners (top left, top right, bottom right, bottom left) of a ground."""
    source = [(0, 0), (image.width, 0), (image.width, image.height), (0, image.height)]
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, source):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    factors = numpy.linalg.solve(numpy.array(rows, float), numpy.array(values, float))
    drawn = image.transform(size, Image.Transform.PERSPECTIVE, factors, Image.Resampling.BICUBIC)
    mask = Image.new("L", image.size, 255).transform(size, Image.Transform.PERSPECTIVE, factors, Image.Resampling.BILINEAR)
    return Image.composite(drawn, ground, mask)


@alteration
def screen_photo(image, strength, random, others):
    width, height = round(image.width * 1.25), round(image.height * 1.3)
    shade = random.integers(10, 70) if random.random() < 0.6 else random.integers(140, 230)
    y, x = numpy.mgrid[0:1:height * 1j, 0:1:width * 1j]
    ground = shade * (1 + 0.35 * (x - 0.5) + 0.25 * (y - 0.5)) + random.normal(0, 3, (height, width))
    ground = picture(numpy.repeat(ground[..., None], 3, 2))
    spread = (0.015, 0.03, 0.05, 0.08)[strength]
    corners = [(width * (0.1 + 0.8 * a + random.uniform(-spread, spread)), height * (0.11 + 0.78 * b + random.uniform(-spread, spread)))
               for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]
    bezel = Image.new("RGB", (image.width + 40, image.height + 40), (8, 8, 8))
    bezel.paste(image, (20, 20))
    taken = perspective(bezel, corners, (width, height), ground)
    taken = taken.filter(ImageFilter.GaussianBlur(0.8))
    return picture(array(taken) * 0.9 + 10 + random.normal(0, 4, (height, width, 1)))


@alteration
def moire(image, strength, random, others):
    y, x = numpy.mgrid[:image.height, :image.width]
    angle, period = random.uniform(0, math.pi), random.uniform(5, 30)
    wave = numpy.sin(2 * math.pi * (x * math.cos(angle) + y * math.sin(angle)) / period)
    return picture(array(image) + (8, 16, 26, 40)[strength] * wave[..., None])


@alteration
def small_and_back(image, strength, random, others):
    size = image.size
    return scaled(image, (0.3, 0.18, 0.12, 0.08)[strength]).resize(size, Image.Resampling.BICUBIC)


@alteration(held_out=True)
def caption_bar(image, strength, random, others):
    bar = round(image.height * (0.12, 0.18, 0.28, 0.4)[strength])
    both = strength > 1
    canvas = Image.new("RGB", (image.width, image.height + bar * (1 + both)), (255, 255, 255))
    canvas.paste(image, (0, bar))
    draw = ImageDraw.Draw(canvas)
    size = max(12, bar // (2 + strength))
    lines(draw, random, 12, image.width - 12, 6, bar, size, (0, 0, 0))
    if both:
        lines(draw, random, 12, image.width - 12, bar + image.height + 6, canvas.height, size, (0, 0, 0))
    return canvas


@alteration(held_out=True)
def gradient_frame(image, strength, random, others):
    share = (0.05, 0.1, 0.18, 0.3)[strength]
    x_pad, y_pad = round(image.width * share * random.uniform(0.5, 1)), round(image.height * share)
    width, height = image.width + 2 * x_pad, image.height + 2 * y_pad
    first, second = (numpy.array(colour(random), numpy.float32) for _ in range(2))
    y, x = numpy.mgrid[0:1:height * 1j, 0:1:width * 1j]
    mix = ((x + y) / 2)[..., None]
    canvas = picture(first * (1 - mix) + second * mix)
    canvas.paste(image, (x_pad, y_pad))
    return canvas


@alteration(held_out=True)
def desktop_window(image, strength, random, others):
    shown = scaled(image, (0.9, 0.75, 0.6, 0.5)[strength])
    width, height = 900, 620
    shown.thumbnail((width - 60, height - 120))
    first, second = (numpy.array(colour(random), numpy.float32) for _ in range(2))
    mix = numpy.linspace(0, 1, height)[:, None, None] * numpy.ones((1, width, 1))
    canvas = picture(first * (1 - mix) + second * mix)
    draw = ImageDraw.Draw(canvas)
    x, y = int(random.integers(10, width - shown.width - 20)), int(random.integers(40, height - shown.height - 30))
    draw.rectangle((x - 6, y - 34, x + shown.width + 6, y + shown.height + 6), fill=(236, 236, 236))
    draw.text((x + 6, y - 28), sentence(random, 3), (30, 30, 30), font(18))
    canvas.paste(shown, (x, y))
    draw.rectangle((0, height - 30, width, height), fill=(30, 30, 34))
    for number in range(6):
        draw.rectangle((10 + number * 36, height - 26, 34 + number * 36, height - 4), fill=colour(random))
    return canvas


@alteration(held_out=True)
def tilted_card(image, strength, random, others):
    pad = round(min(image.size) * 0.06)
    card = Image.new("RGB", (image.width + 2 * pad, image.height + 4 * pad), (250, 250, 248))
    card.paste(image, (pad, pad))
    angle = math.radians((2, 5, 9, 15)[strength] * random.choice((-1, 1)))
    width, height = round(card.width * 1.35), round(card.height * 1.35)
    grain = random.normal(0, 10, (height, width)).cumsum(1)
    grain = 90 + 12 * numpy.sin(grain / 40) + random.normal(0, 3, (height, width))
    ground = picture(grain[..., None] * numpy.array([1.1, 0.85, 0.6]))
    corners = []
    for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = a * card.width / 2, b * card.height / 2
        corners.append((width / 2 + x * math.cos(angle) - y * math.sin(angle), height / 2 + x * math.sin(angle) + y * math.cos(angle)))
    return perspective(card, corners, (width, height), ground)


@alteration(held_out=True)
def mirror_and_frame(image, strength, random, others):
    return frame(turn(image, strength, random, others), strength, random, others)


@alteration(held_out=True)
def video_player(image, strength, random, others):
    canvas = bars(image, strength, random, others) if strength else image.copy()
    draw = ImageDraw.Draw(canvas, "RGBA")
    width, height = canvas.size
    bar = round(height * 0.1)
    draw.rectangle((0, height - bar, width, height), fill=(0, 0, 0, 150))
    draw.line((20, height - bar // 2, width - 20, height - bar // 2), (200, 200, 200, 255), 4)
    draw.line((20, height - bar // 2, width * (0.2 + 0.2 * strength), height - bar // 2), (230, 30, 30, 255), 4)
    size = min(width, height) * 0.07
    draw.polygon([(width / 2 - size, height / 2 - size), (width / 2 - size, height / 2 + size), (width / 2 + size, height / 2)], fill=(255, 255, 255, 180))
    return canvas


@alteration(held_out=True)
def pattern_frame(image, strength, random, others):
    pad = round(min(image.size) * (0.04, 0.08, 0.14, 0.22)[strength])
    width, height = image.width + 2 * pad, image.height + 2 * pad
    y, x = numpy.mgrid[:height, :width]
    cell = max(3, pad // 3)
    first, second = (numpy.array(colour(random), numpy.float32) for _ in range(2))
    checks = (((x // cell + y // cell) % 2) if random.random() < 0.5 else ((x + y) // cell % 2))[..., None]
    canvas = picture(first * checks + second * (1 - checks))
    canvas.paste(image, (pad, pad))
    return canvas


@alteration(held_out=True)
def square_crop(image, strength, random, others):
    # Cut towards a square, as avatars and tiles are; not always all the way.
    share = (0.25, 0.5, 0.75, 1)[strength]
    short = min(image.size)
    width, height = (round(side + (short - side) * share) for side in image.size)
    x, y = int(random.integers(0, image.width - width + 1)), int(random.integers(0, image.height - height + 1))
    return image.crop((x, y, x + width, y + height))


@alteration(held_out=True)
def article_page(image, strength, random, others):
    width = 700
    shown = scaled(image, (640, 560, 460, 380)[strength] / image.width)
    if shown.height > 620:
        shown = scaled(image, 620 / image.height)
    canvas = Image.new("RGB", (width, shown.height + 420), (255, 255, 252))
    draw = ImageDraw.Draw(canvas)
    draw.text((30, 20), sentence(random, 4), (10, 10, 10), font(34))
    lines(draw, random, 30, width - 30, 80, 220, 18, (40, 40, 40))
    x = 30 if strength % 2 else (width - shown.width) // 2
    canvas.paste(shown, (x, 240))
    if x + shown.width < width - 160:
        lines(draw, random, x + shown.width + 20, width - 20, 240, 240 + shown.height, 18, (40, 40, 40))
    lines(draw, random, 30, width - 30, 260 + shown.height, canvas.height - 20, 18, (40, 40, 40))
    return canvas
