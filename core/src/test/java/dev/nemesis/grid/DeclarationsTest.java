package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a jar may bring, and what is said of one that cannot be used. */
class DeclarationsTest {
  @TempDir Path jar;

  @Test
  void theProgramsOwnAreThereAndNothingIsWrongWithThem() {
    assertThat(Declarations.methodNames()).containsExactly("zeroshot", "coop", "plot", "cocoop");
    assertThat(Declarations.lossNames()).containsExactly("none", "pun", "pan", "mix");
    assertThat(new Declarations(getClass().getClassLoader()).problems()).isEmpty();
  }

  @Test
  void aLossOfAJarStandsBehindThem() throws IOException {
    assertThat(problems(LossDeclaration.class, Fine.class.getName())).isEmpty();
  }

  @Test
  void aNameThatIsThereAlreadyIsRefused() throws IOException {
    assertThat(problems(LossDeclaration.class, SecondPun.class.getName()))
        .containsExactly(
            SecondPun.class.getName()
                + " brings pun, which is there already; give it another name");
  }

  @Test
  void aNameThatIsNoneIsRefused() throws IOException {
    assertThat(problems(LossDeclaration.class, Upper.class.getName()))
        .containsExactly(
            Upper.class.getName() + " brings 'My loss'; a name is letters a to z, digits and _");
  }

  @Test
  void aKeyOfEveryGridIsRefusedAsASettingOfItsOwn() throws IOException {
    assertThat(problems(LossDeclaration.class, TakesOmega.class.getName()))
        .containsExactly(
            TakesOmega.class.getName() + " brings the key omega, which is another's; rename it");
  }

  @Test
  void twoSettingsOfOneKeyThatMeanDifferentThingsAreRefused() throws IOException {
    assertThat(problems(LossDeclaration.class, Fine.class.getName(), AnotherDecay.class.getName()))
        .containsExactly(
            AnotherDecay.class.getName() + " brings the key decay, which is another's; rename it");
  }

  @Test
  void aDefaultThatNoCellCanHaveIsRefused() throws IOException {
    assertThat(problems(MethodDeclaration.class, TextForNumber.class.getName()))
        .containsExactly(
            TextForNumber.class.getName() + " brings the default lr: fast, which no cell can have");
  }

  @Test
  void aClassThatIsNotInTheJarIsNamed() throws IOException {
    assertThat(problems(MethodDeclaration.class, "example.Missing"))
        .hasSize(1)
        .first()
        .asString()
        .contains("example.Missing", "not found");
  }

  @Test
  void anErrorOfAClassIsItsJarsProblem() throws IOException {
    assertThat(problems(LossDeclaration.class, Broken.class.getName()))
        .containsExactly(
            Broken.class.getName()
                + " brings an error, java.lang.AbstractMethodError: settings; compile it against"
                + " this version");
  }

  private List<String> problems(Class<?> service, String... classes) throws IOException {
    Path file = jar.resolve("META-INF/services/" + service.getName());
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(classes));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      return new Declarations(loader).problems();
    }
  }

  /** A loss of a name, with settings. */
  private abstract static class Named implements LossDeclaration {
    private final String name;
    private final List<OwnSetting> settings;

    Named(String name, OwnSetting... settings) {
      this.name = name;
      this.settings = List.of(settings);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String title() {
      return name;
    }

    @Override
    public List<OwnSetting> settings() {
      return settings;
    }
  }

  /** A loss that can be used. */
  public static final class Fine extends Named {
    public Fine() {
      super("fine", OwnSetting.flag("decay", "whether it decays", true));
    }
  }

  /** A loss with another meaning of a key. */
  public static final class AnotherDecay extends Named {
    public AnotherDecay() {
      super("other", OwnSetting.integer("decay", "how often it decays", 0, 1));
    }
  }

  /** A loss of a name of the paper's. */
  public static final class SecondPun extends Named {
    public SecondPun() {
      super("pun");
    }
  }

  /** A loss whose name no grid file could have. */
  public static final class Upper extends Named {
    public Upper() {
      super("My loss");
    }
  }

  /** A loss that means something else by a key of every grid. */
  public static final class TakesOmega extends Named {
    public TakesOmega() {
      super("greedy", OwnSetting.flag("omega", "whether it is last", true));
    }
  }

  /** A loss that was compiled against another contract. */
  public static final class Broken extends Named {
    public Broken() {
      super("broken");
    }

    @Override
    public List<OwnSetting> settings() {
      throw new AbstractMethodError("settings");
    }
  }

  /** A method with a default of another type. */
  public static final class TextForNumber implements MethodDeclaration {
    @Override
    public String name() {
      return "texts";
    }

    @Override
    public String title() {
      return "Texts";
    }

    @Override
    public Map<String, Object> defaults() {
      return Map.of("lr", "fast");
    }
  }
}
