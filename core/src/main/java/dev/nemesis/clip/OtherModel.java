package dev.nemesis.clip;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Models that are no CLIP, or none as OpenAI built it, by what their tensors are called. Only asked
 * where a CLIP's tensors are not all there.
 *
 * @param names that no CLIP has, at least one of the file's
 * @param what it is
 */
record OtherModel(Pattern names, String what) {
  /** Tensors that every CLIP has once, whatever its sizes are, by side. */
  private static final List<String> TEXT =
      List.of(
          "token_embedding.weight", "positional_embedding", "text_projection", "ln_final.weight");

  private static final List<String> IMAGE = List.of("visual.conv1.weight");

  /** The tensors that project a ViT's image features, or a ResNet's. */
  private static final List<String> PROJECTION =
      List.of("visual.proj", "visual.attnpool.c_proj.weight");

  private static final int NAMED = 4;

  /** The first that fits: what others are built of comes behind them. */
  private static final List<OtherModel> KNOWN =
      List.of(
          of(
              "(^|.*[._])(lora|hada|lokr|dora)_.*|.*\\.lora\\..*|.*lora_(A|B|up|down).*",
              "an adapter (LoRA) without the weights it adapts; merge it into them and save the"
                  + " result"),
          of(
              "(.*\\.)?(adapters?|ia3_l|modules_to_save|prompt_encoder)\\..*|prompt_embeddings",
              "an adapter without the weights it adapts; merge it into them and save the result"),
          of("(text\\.cls_emb|(text_decoder|multimodal|visual\\.attn_pool)\\..*)", "a CoCa"),
          of(
              "(vision_model|text_model)\\.head\\..*|visual\\.trunk\\.attn_pool\\..*"
                  + "|text\\.text_projection\\.(weight|bias)",
              "a SigLIP"),
          of(
              "visual\\.(blocks\\..*|rope\\..*|patch_embed\\..*|cls_token)|.*\\.attn\\.q_bias"
                  + "|.*\\.mlp\\.(w\\d+|fc1_g|ffn_ln)\\..*|.*\\.inner_attn_ln\\..*",
              "an EVA-CLIP"),
          of("visual\\.trunk\\..*", "a CLIP with an image tower of timm"),
          of(
              "text\\.transformer\\.(embeddings|encoder|shared|roberta)\\..*"
                  + "|text_model\\.(roberta|embeddings\\.word_embeddings)\\..*|text\\.proj\\..*",
              "a CLIP with a text tower of Hugging Face, such as XLM-RoBERTa"),
          of("bert\\..*|text_model\\.encoder\\.layer\\..*", "a CLIP with BERT as its text tower"),
          of(
              "(image_encoder|text_encoder)\\..*",
              "a model of an image and a text encoder of its own"),
          of(
              "(text_encoder|text_decoder|q_former|qformer|language_model)\\..*",
              "a BLIP or its like"),
          of("(.*\\.)?(audio_model|audio_branch)\\..*", "a CLAP"),
          of(
              "(.*\\.)?(down_blocks|up_blocks|diffusion_model|first_stage_model|unet)\\..*",
              "a diffusion model"),
          of(
              "(model\\.)*layers\\.\\d+\\.(self_attn|mlp)\\..*|(.*\\.)?lm_head\\..*"
                  + "|(transformer\\.)?h\\.\\d+\\.attn\\..*",
              "a language model"),
          of(
              "(.*\\.)?(cls_token|patch_embed\\..*|blocks\\.\\d+\\..*)",
              "a vision transformer alone"),
          of("text\\..*", "a CLIP whose text tower is not open_clip's plain one"),
          of(
              "(.+\\.)(text_model|vision_model|visual|token_embedding)\\..*",
              "a CLIP among other things; save its tensors alone"),
          of("(conv1|layer1\\.0\\.conv1|fc)\\.weight", "a ResNet alone"),
          of(
              "(.*\\.)?(word_embeddings|encoder\\.layer\\.\\d+\\.attention)\\..*",
              "a BERT or its like"));

  private static OtherModel of(String names, String what) {
    return new OtherModel(Pattern.compile(names), what);
  }

  /**
   * Refuses tensors that are another model's, or a part of one's.
   *
   * @param source the file, for messages
   * @param names of its tensors, as OpenAI has them where they are a CLIP's
   * @throws InputException saying what they are, by the names found
   */
  static void refuse(String source, Collection<String> names) {
    List<String> text = TEXT.stream().filter(names::contains).toList();
    List<String> image =
        Stream.concat(IMAGE.stream(), PROJECTION.stream()).filter(names::contains).toList();
    int missing = TEXT.size() + IMAGE.size() + 1 - text.size() - image.size();
    if (missing == 0) {
      return;
    }
    for (OtherModel model : KNOWN) {
      List<String> found =
          names.stream().filter(name -> model.names.matcher(name).matches()).toList();
      if (!found.isEmpty()) {
        throw cannot(source, "its tensor '" + found.get(0) + "' is of " + model.what);
      }
    }
    if (!text.isEmpty() && !image.isEmpty()) {
      if (missing > 1) {
        throw cannot(
            source,
            "it has '%s' and '%s', but only a part of a CLIP's other tensors, as a shard of several"
                .formatted(text.get(0), image.get(0)));
      }
      return; // a CLIP but for one tensor, which is named where its shape is needed
    }
    if (!text.isEmpty() || !image.isEmpty() || names.stream().anyMatch(OtherModel::ofTower)) {
      boolean hasImage = names.stream().anyMatch(name -> name.startsWith("visual."));
      throw cannot(
          source,
          "it has a CLIP's %s side and no %s side, as a shard of several or a tower saved alone"
              .formatted(hasImage ? "image" : "text", hasImage ? "text" : "image"));
    }
    throw cannot(
        source,
        "it has no tensor 'token_embedding.weight' nor others of a CLIP's (names as OpenAI,"
            + " open_clip and Hugging Face's CLIPModel write them are expected); its "
            + names.size()
            + " are called "
            + names.stream()
                .limit(NAMED)
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(", "))
            + (names.size() > NAMED ? ", ..." : ""));
  }

  private static boolean ofTower(String name) {
    return name.startsWith("visual.") || name.startsWith("transformer.resblocks.");
  }

  private static InputException cannot(String source, String why) {
    return InputException.cannot(
        ErrorCode.WEIGHTS,
        "use " + source + " as CLIP weights: " + why.replaceAll("\\p{Cntrl}", "?"));
  }
}
