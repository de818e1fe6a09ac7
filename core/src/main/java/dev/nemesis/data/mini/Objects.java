package dev.nemesis.data.mini;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One thing of some kind, in any colour, texture, size and place: the general dataset, and the
 * lessons that name all of these.
 */
final class Objects implements Topic {
  private static final List<Kind> KINDS =
      List.copyOf(EnumSet.complementOf(EnumSet.of(Kind.PENTAGON, Kind.TRAPEZOID, Kind.SEMICIRCLE)));
  private static final Set<Kind> UNSPOKEN = EnumSet.of(Kind.KEY, Kind.CUP, Kind.LADDER, Kind.COMB);
  private static final List<Texture> TEXTURES =
      List.of(
          Texture.STRIPED,
          Texture.DOTTED,
          Texture.CHECKERED,
          Texture.ZIGZAG,
          Texture.GRIDDED,
          Texture.RINGED);

  @Override
  public String datasetName() {
    return "mini-objects";
  }

  @Override
  public List<String> classNames() {
    return KINDS.stream().map(Kind::word).toList();
  }

  @Override
  public Set<String> unspoken() {
    return Set.copyOf(UNSPOKEN.stream().map(Kind::word).toList());
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    return Thing.invent(KINDS.get(label), r, 0).scene(r);
  }

  /** A thing of the class, for the variants to change. */
  static Thing thing(int label, RandomGenerator r) {
    return Thing.invent(KINDS.get(label), r, 0);
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    Thing thing = Thing.invent(KINDS.get(spoken(r)), r, ease);
    return new Captioned(thing.scene(r), thing.phrase(r));
  }

  /**
   * One thing before its background.
   *
   * @param texture its pattern, in {@code ink} on {@code colour}
   * @param ground the background's colour
   * @param groundTexture the background's pattern
   */
  record Thing(
      Kind kind,
      Colour colour,
      Texture texture,
      Colour ink,
      Colour ground,
      Texture groundTexture,
      double x,
      double y,
      double size,
      double angle) {

    static Thing invent(Kind kind, RandomGenerator r, double ease) {
      boolean easy = Pick.chance(r, ease);
      Colour colour = Colour.any(r);
      double size = easy ? Pick.between(r, 23, 29) : Pick.between(r, 12, 27);
      double room = Scene.MIDDLE - size;
      return new Thing(
          kind,
          colour,
          !easy && Pick.chance(r, 0.4) ? Pick.one(r, TEXTURES) : Texture.PLAIN,
          colour.other(r),
          colour.other(r),
          !easy && Pick.chance(r, 0.25) ? Pick.one(r, TEXTURES) : Texture.PLAIN,
          Scene.MIDDLE + Pick.between(r, -room, room),
          Scene.MIDDLE + Pick.between(r, -room, room),
          size,
          easy ? 0 : Pick.between(r, -0.4, 0.4));
    }

    Mark mark(RandomGenerator r) {
      double period = Math.max(5, size * Pick.between(r, 0.35, 0.55));
      return Mark.of(kind, x, y, size, Fill.of(texture, colour, ink, period, r)).turned(angle);
    }

    Fill background(RandomGenerator r) {
      // A pattern of two shades of one colour, or the thing would not stand out.
      Fill fill = Fill.of(groundTexture, ground, ground, r);
      return new Fill(groundTexture, fill.base(), darker(fill.base()), fill.period(), fill.angle());
    }

    private static int darker(int rgb) {
      return Colour.rgb((rgb >> 16 & 255) * 3 / 4, (rgb >> 8 & 255) * 3 / 4, (rgb & 255) * 3 / 4);
    }

    Scene scene(RandomGenerator r) {
      return Scene.painted(background(r), List.of(mark(r)), r);
    }

    /** Some of what is true of it, always its kind. */
    String phrase(RandomGenerator r) {
      List<String> words = new ArrayList<>();
      if (size < 16 && Pick.chance(r, 0.6)) {
        words.add("small");
      }
      if (size > 23 && Pick.chance(r, 0.4)) {
        words.add("large");
      }
      if (Pick.chance(r, 0.5)) {
        words.add(colour.word());
      }
      if (texture != Texture.PLAIN && Pick.chance(r, 0.7)) {
        words.add(texture.word());
      }
      words.add(kind.word());
      String phrase = Phrases.a(String.join(" ", words));
      if (size < 20 && Pick.chance(r, 0.3)) {
        phrase += place();
      }
      return Pick.chance(r, 0.4) ? phrase + " on a " + ground.word() + " background" : phrase;
    }

    private String place() {
      double dx = x - Scene.MIDDLE;
      double dy = y - Scene.MIDDLE;
      if (Math.max(Math.abs(dx), Math.abs(dy)) < 5) {
        return " in the middle";
      }
      if (Math.abs(dx) > Math.abs(dy)) {
        return dx < 0 ? " on the left" : " on the right";
      }
      return dy < 0 ? " at the top" : " at the bottom";
    }
  }
}
