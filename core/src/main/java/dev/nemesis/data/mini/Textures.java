package dev.nemesis.data.mini;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Patterns that fill the picture. */
final class Textures implements Topic {
  private static final List<Texture> TEXTURES =
      List.of(Texture.values()).subList(1, Texture.values().length);

  @Override
  public String datasetName() {
    return "mini-textures";
  }

  @Override
  public List<String> classNames() {
    return TEXTURES.stream().map(Texture::word).toList();
  }

  @Override
  public Set<String> unspoken() {
    return Set.of("woven", "faded");
  }

  @Override
  public Scene draw(int label, RandomGenerator r) {
    return draw(label, Colour.any(r), r);
  }

  private static Scene draw(int label, Colour base, RandomGenerator r) {
    Texture texture = TEXTURES.get(label);
    double low = texture == Texture.FADED ? 14 : 8;
    Fill fill = Fill.of(texture, base, base.other(r), Pick.between(r, low, 18), r);
    // Those that people know upright stay nearly so.
    boolean upright = texture == Texture.BRICKED || texture == Texture.SCALY;
    return Scene.painted(upright ? fill.turned(Pick.between(r, -0.3, 0.3)) : fill, List.of(), r);
  }

  @Override
  public Captioned lesson(RandomGenerator r, double ease) {
    int label = spoken(r);
    Colour base = Colour.any(r);
    String word = TEXTURES.get(label).word();
    String phrase =
        switch (r.nextInt(5)) {
          case 0 -> Phrases.a(word + " " + base.word() + " texture");
          case 1 -> Phrases.a(word + " surface");
          case 2 -> Phrases.a(word + " pattern");
          default -> Phrases.a(word + " texture");
        };
    return new Captioned(draw(label, base, r), phrase);
  }
}
