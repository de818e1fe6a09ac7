package dev.nemesis.data.mini;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Flags of one colour and pattern: fine-grained with many classes, a quarter never named. */
final class Flags implements Topic {
  private static final List<Colour> COLOURS =
      List.of(
          Colour.RED,
          Colour.ORANGE,
          Colour.GREEN,
          Colour.BLUE,
          Colour.PURPLE,
          Colour.PINK,
          Colour.BLACK,
          Colour.CYAN);
  private static final List<Texture> TEXTURES =
      List.of(Texture.STRIPED, Texture.DOTTED, Texture.CHECKERED, Texture.ZIGZAG, Texture.GRIDDED);

  @Override
  public String datasetName() {
    return "mini-flags";
  }

  @Override
  public List<String> classNames() {
    List<String> names = new ArrayList<>();
    for (Colour colour : COLOURS) {
      for (Texture texture : TEXTURES) {
        names.add(phrase(colour, texture));
      }
    }
    return names;
  }

  @Override
  public Set<String> unspoken() {
    List<String> names = classNames();
    Set<String> unspoken = new LinkedHashSet<>();
    for (int label = 1; label < names.size(); label += 4) {
      unspoken.add(names.get(label));
    }
    return unspoken;
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    Colour colour = COLOURS.get(label / TEXTURES.size());
    Texture texture = TEXTURES.get(label % TEXTURES.size());
    Fill cloth =
        Fill.of(texture, Colour.WHITE, colour, Pick.between(r, 8, 14), r)
            .turned(Pick.between(r, -0.5, 0.5) + (Pick.chance(r, 0.5) ? Math.PI / 2 : 0));
    double x = Scene.MIDDLE + Pick.between(r, -3, 3);
    double y = Scene.MIDDLE + Pick.between(r, -6, 2);
    double halfWidth = Pick.between(r, 21, 28);
    double halfHeight = Pick.between(r, 13, 20);
    Mark flag = Mark.box(x, y, halfWidth, halfHeight, cloth);
    Mark pole = Mark.box(x - halfWidth, 40, 1.5, 40 - y + halfHeight, Fill.plain(Colour.BROWN, r));
    Colour sky = Pick.one(r, List.of(Colour.GRAY, Colour.CYAN, Colour.WHITE, Colour.YELLOW));
    return Scene.painted(Fill.plain(sky, r), List.of(flag, pole), r);
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    Colour colour = COLOURS.get(label / TEXTURES.size());
    Texture texture = TEXTURES.get(label % TEXTURES.size());
    String phrase =
        switch (r.nextInt(5)) {
          case 0 -> Phrases.a(colour.word() + " flag");
          case 1 -> Phrases.a(texture.word() + " flag");
          default -> Phrases.a(phrase(colour, texture));
        };
    return new Captioned(draw(label, r), phrase);
  }

  private static String phrase(Colour colour, Texture texture) {
    return colour.word() + " " + texture.word() + " flag";
  }
}
