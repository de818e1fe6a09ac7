package dev.nemesis.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Landscapes: a sky, a ground, and what stands there. */
final class Landscapes implements Topic {
  private static final List<String> CLASSES =
      List.of(
          "beach",
          "desert",
          "night sky",
          "forest",
          "city",
          "mountains",
          "sea",
          "snow",
          "sunset",
          "meadow",
          "road",
          "rain",
          "village",
          "brick wall",
          "harbour",
          "vineyard",
          "volcano");
  private static final int SKY = 0x8CC4F0;

  @Override
  public String datasetName() {
    return "mini-scenes";
  }

  @Override
  public List<String> classNames() {
    return CLASSES;
  }

  @Override
  public Set<String> unspoken() {
    return Set.of("harbour", "vineyard", "volcano");
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    double horizon = Pick.between(r, 26, 40);
    List<Mark> marks = new ArrayList<>();
    Fill sky = Fill.plain(tint(SKY, r));
    Fill grass = Fill.plain(tint(0x58A846, r));
    switch (label) {
      case 0 -> {
        ground(marks, horizon, Fill.plain(tint(0x2F6FD0, r)));
        ground(marks, horizon + Pick.between(r, 8, 14), Fill.plain(tint(0xEAD9A0, r)));
        add(marks, r, 2, Kind.SEMICIRCLE, 50, 60, 4, 6);
      }
      case 1 -> {
        ground(marks, horizon, waves(0xE0B060, 0xC89448, 12, r));
        disc(marks, r, 0xFFF0A0, 12);
      }
      case 2 -> {
        sky = Fill.plain(tint(0x101838, r));
        marks.add(Mark.of(Kind.CRESCENT, Pick.between(r, 12, 52), 14, 7, Fill.plain(0xF5F0C0)));
        scatter(marks, r, 9, Kind.STAR, 4, 50, 2, 3, 0xFFFFE0);
      }
      case 3 -> {
        ground(marks, horizon, Fill.plain(tint(0x3C6E30, r)));
        scatter(marks, r, 9, Kind.TREE, horizon - 6, 56, 9, 14, 0x1F6B2A);
      }
      case 4 -> {
        ground(marks, 54, Fill.plain(tint(0x606060, r)));
        towers(marks, r);
      }
      case 5 -> {
        peaks(marks, r, horizon + 10, 0x7A746E);
        ground(marks, horizon + 8, grass);
      }
      case 6 -> {
        ground(marks, horizon, waves(0x2860C0, 0x5088DC, 7, r));
        add(marks, r, 1, Kind.BOAT, horizon - 2, horizon + 6, 6, 9);
      }
      case 7 -> {
        sky = Fill.plain(tint(0xB8C4D4, r));
        ground(marks, horizon, Fill.plain(tint(0xF4F6FA, r)));
        scatter(marks, r, 12, Kind.CIRCLE, 2, 40, 1.2, 2, 0xFFFFFF);
        add(marks, r, 1, Kind.HOUSE, horizon, horizon + 8, 8, 11);
      }
      case 8 -> {
        sky = Fill.plain(tint(0xF08840, r));
        double x = Pick.between(r, 16, 48);
        marks.add(Mark.of(Kind.CIRCLE, x, horizon, 11, Fill.plain(tint(0xF8D850, r))));
        ground(marks, horizon, Fill.plain(tint(0x402848, r)));
      }
      case 9 -> {
        ground(marks, horizon, grass);
        scatter(marks, r, 10, Kind.FLOWER, horizon + 6, 60, 2.5, 4, 0xF8F080);
        scatter(marks, r, 6, Kind.FLOWER, horizon + 6, 60, 2.5, 4, 0xE85080);
      }
      case 10 -> {
        ground(marks, horizon, grass);
        wedge(marks, horizon, tint(0x585858, r));
      }
      case 11 -> {
        sky = Fill.plain(tint(0x8890A0, r));
        ground(marks, horizon + 14, Fill.plain(tint(0x48704A, r)));
        add(marks, r, 2, Kind.CLOUD, 8, 16, 8, 12);
        rain(marks, r);
      }
      case 12 -> {
        ground(marks, horizon, grass);
        scatter(marks, r, 5, Kind.HOUSE, horizon, 54, 7, 10, 0xB05038);
      }
      case 13 -> sky = Fill.of(Texture.BRICKED, Colour.RED, Colour.GRAY, 10, r).upright();
      case 14 -> {
        ground(marks, horizon, Fill.plain(tint(0x3870B8, r)));
        scatter(marks, r, 4, Kind.BOAT, horizon, 56, 6, 9, 0xE8E0D0);
      }
      case 15 -> {
        ground(marks, horizon, new Fill(Texture.STRIPED, 0x8A6A3C, 0x4C8C3A, 8, 0.1));
        add(marks, r, 1, Kind.HOUSE, horizon - 3, horizon, 6, 8);
      }
      default -> {
        peaks(marks, r, horizon + 18, 0x5A3A34);
        marks.add(Mark.of(Kind.DROP, 32, 14, 8, Fill.plain(tint(0xE84818, r))));
        ground(marks, horizon + 16, Fill.plain(tint(0x382C2C, r)));
      }
    }
    return Scene.painted(sky, marks, r);
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    String place = CLASSES.get(label);
    String phrase =
        switch (r.nextInt(4)) {
          case 0 -> "a view of the " + place;
          case 1 -> "a landscape with the " + place;
          default -> "the " + place;
        };
    return new Captioned(draw(label, r), phrase);
  }

  /** A colour a little off the given one. */
  static int tint(int rgb, RandomGenerator r) {
    int by = 16;
    return Colour.rgb(
        (rgb >> 16 & 255) + r.nextInt(-by, by + 1),
        (rgb >> 8 & 255) + r.nextInt(-by, by + 1),
        (rgb & 255) + r.nextInt(-by, by + 1));
  }

  private static Fill waves(int base, int ink, double period, RandomGenerator r) {
    return new Fill(Texture.WAVY, tint(base, r), tint(ink, r), period, 1.57);
  }

  private static void ground(List<Mark> marks, double top, Fill fill) {
    marks.add(Mark.box(Scene.MIDDLE, top + 40, 60, 40, fill));
  }

  private static void disc(List<Mark> marks, RandomGenerator r, int rgb, double y) {
    double x = Pick.between(r, 10, 54);
    marks.add(Mark.of(Kind.CIRCLE, x, y, Pick.between(r, 5, 8), Fill.plain(tint(rgb, r))));
  }

  private static void add(
      List<Mark> marks,
      RandomGenerator r,
      int n,
      Kind kind,
      double top,
      double bottom,
      double small,
      double large) {
    scatter(marks, r, n, kind, top, bottom, small, large, 0xD8D0C8);
  }

  private static void scatter(
      List<Mark> marks,
      RandomGenerator r,
      int n,
      Kind kind,
      double top,
      double bottom,
      double small,
      double large,
      int rgb) {
    for (int i = 0; i < n; i++) {
      // Those nearer to us stand lower, so they come last.
      double y = top + (bottom - top) * (i + r.nextDouble()) / n;
      double x = Pick.between(r, 4, 60);
      marks.add(Mark.of(kind, x, y, Pick.between(r, small, large), Fill.plain(tint(rgb, r))));
    }
  }

  private static void towers(List<Mark> marks, RandomGenerator r) {
    for (int i = 0; i < 6; i++) {
      double height = Pick.between(r, 12, 24);
      Fill windows = new Fill(Texture.GRIDDED, tint(0x505868, r), tint(0xD8D890, r), 6, 0);
      marks.add(Mark.box(6 + 10.5 * i, 56 - height, 4.8, height, windows));
    }
  }

  private static void peaks(List<Mark> marks, RandomGenerator r, double foot, int rgb) {
    for (int i = 0; i < 3; i++) {
      double x = 12 + 20 * i + Pick.between(r, -5, 5);
      double size = Pick.between(r, 13, 20);
      Fill rock = Fill.plain(tint(rgb, r));
      marks.add(new Mark(Kind.TRIANGLE, x, foot - 0.7 * size, size, 1.1, 0, rock));
    }
  }

  private static void wedge(List<Mark> marks, double horizon, int rgb) {
    double half = (64 - horizon) / 1.7 + 1;
    marks.add(new Mark(Kind.TRIANGLE, 32, horizon + 0.95 * half, half, 1.3, 0, Fill.plain(rgb)));
    marks.add(Mark.box(32, 58, 1, 5, Fill.plain(0xF0F0F0)));
    marks.add(Mark.box(32, 46, 0.7, 3, Fill.plain(0xF0F0F0)));
  }

  private static void rain(List<Mark> marks, RandomGenerator r) {
    for (int i = 0; i < 22; i++) {
      double x = Pick.between(r, 2, 62);
      double y = Pick.between(r, 16, 60);
      marks.add(Mark.of(Kind.BAR, x, y, 3.5, Fill.plain(0x3858A0)).turned(1.3));
    }
  }
}
