package dev.nemesis.clip;

import dev.nemesis.clip.declared.Activation;
import dev.nemesis.clip.declared.Declaration;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.TensorData;
import java.util.Locale;
import java.util.Map;

/**
 * The configuration of a CLIP model: what the names and shapes of its weights tell, read as
 * OpenAI's loader does, and what they do not.
 *
 * @param vision {@code vit} or {@code resnet}
 * @param resolution side of the image in pixels
 * @param embedDim E, the width of the space images and texts meet in
 * @param visionWidth channels of the ViT's tokens, or of the ResNet's first stage
 * @param visionLayers blocks of the ViT, or the sum over the ResNet's stages
 * @param patch side of a ViT patch; 0 for a ResNet
 * @param contextLength positions of the text encoder (CLIP: 77)
 * @param vocabSize tokens (CLIP: 49408)
 * @param textWidth W, channels of the text tokens and of a soft-prompt vector
 * @param textLayers blocks of the text encoder
 * @param image the image side's tower
 * @param text the text side's tower
 * @param pixels what images are normalised with
 */
public record ClipConfig(
    String vision,
    int resolution,
    int embedDim,
    int visionWidth,
    int visionLayers,
    int patch,
    int contextLength,
    int vocabSize,
    int textWidth,
    int textLayers,
    Tower image,
    Tower text,
    PixelNorm pixels) {

  /** Pixels of an image's side to one position's of a ResNet's last feature maps. */
  static final int RESNET_STRIDE = 32;

  /** A ResNet's attention pool is that much wider than its first stage. */
  static final int RESNET_POOL = 32;

  /**
   * The configuration of weights beside which none is said.
   *
   * @param source the file, for messages
   * @throws InputException if a tensor is missing, has no use, or its shape contradicts the others
   */
  public static ClipConfig of(String source, Map<String, TensorData> weights) {
    return ConfigReading.of(source, weights, Declaration.NONE).config();
  }

  /**
   * The configuration of weights that OpenAI published.
   *
   * @param name {@code RN50}, {@code RN101}, {@code ViT-B/32} or {@code ViT-B/16}, capitals and
   *     punctuation aside
   * @throws InputException if there are none of that name
   */
  public static ClipConfig published(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")) {
      case "rn50" -> published("resnet", 1024, 64, 16, 0);
      case "rn101" -> published("resnet", 512, 64, 33, 0);
      case "vitb32" -> published("vit", 512, 768, 12, 32);
      case "vitb16" -> published("vit", 512, 768, 12, 16);
      default ->
          throw InputException.cannot(
              ErrorCode.WEIGHTS,
              "tell how large the weights %s are; give their file, or call them rn50, rn101, vit_b32"
                      .formatted(name)
                  + " or vit_b16");
    };
  }

  private static ClipConfig published(String vision, int embed, int width, int layers, int patch) {
    return new ClipConfig(
        vision,
        224,
        embed,
        width,
        layers,
        patch,
        77,
        49408,
        512,
        12,
        plainImage(vision, width),
        plainText(512),
        PixelNorm.OPENAI);
  }

  private static Tower plainImage(String vision, int width) {
    return vision.equals("vit")
        ? plainText(width)
        : new Tower(Activation.RELU, KnownTowers.plainHeads(width * RESNET_POOL), Tower.EPSILON);
  }

  private static Tower plainText(int width) {
    return new Tower(Activation.QUICK_GELU, KnownTowers.plainHeads(width), Tower.EPSILON);
  }

  /** Whether OpenAI's own loader would make the same model of the same tensors. */
  public boolean isPlain() {
    return image.equals(plainImage(vision, visionWidth))
        && text.equals(plainText(textWidth))
        && pixels.equals(PixelNorm.OPENAI)
        && resolution % side() == 0;
  }

  /** Facts that the shapes do not tell, in words. */
  public String beyondShapes() {
    return "image side "
        + image
        + "; text side "
        + text
        + "; "
        + pixels
        + "; "
        + resolution
        + " x "
        + resolution
        + " pixels";
  }

  /**
   * The image side as the field names it: {@code RN50}, {@code ViT-B/16}; where it has no name, its
   * measures.
   */
  public String backbone() {
    if (vision.equals("vit")) {
      String size =
          switch (visionWidth + "x" + visionLayers) {
            case "384x12" -> "S";
            case "512x12" -> "M";
            case "768x12" -> "B";
            case "1024x24" -> "L";
            case "1280x32" -> "H";
            case "1408x40" -> "g";
            case "1664x48" -> "bigG";
            default -> null;
          };
      return size == null
          ? "ViT of " + visionLayers + " layers, width " + visionWidth + ", patch " + patch
          : "ViT-" + size + "/" + patch;
    }
    return switch (visionWidth + "x" + visionLayers) {
      case "64x16" -> "RN50";
      case "64x33" -> "RN101";
      case "80x26" -> "RN50x4";
      case "96x40" -> "RN50x16";
      case "128x64" -> "RN50x64";
      default -> "ResNet of " + visionLayers + " blocks, width " + visionWidth;
    };
  }

  /** How many features {@link ImageEncoder#regions} gives an image: its own and one a position. */
  public int regions() {
    int positions = resolution / side();
    return 1 + positions * positions;
  }

  /** Pixels of an image's side to one position's. */
  private int side() {
    return vision.equals("vit") ? patch : RESNET_STRIDE;
  }
}
