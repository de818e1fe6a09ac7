package dev.nemesis.clip.declared;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * open_clip's configuration: {@code open_clip_config.json}, or a file of its {@code model_configs}.
 * Keys that are left out have open_clip's defaults; a tower that leaves out its width says nothing
 * of its heads either.
 */
final class OpenClip {
  private static final List<String> KEYS =
      List.of("model_cfg", "preprocess_cfg", "vision_cfg", "text_cfg", "embed_dim", "quick_gelu");

  private static final int HEAD_WIDTH = 64;
  private static final int TEXT_HEADS = 8;
  private static final int RESNET_POOL = 32;

  /** Attention blocks of another kind, of either tower. */
  private static final List<String> BLOCKS =
      List.of(
          "qk_norm",
          "scaled_cosine_attn",
          "scale_heads",
          "scale_attn_inner",
          "scale_attn",
          "scale_fc");

  private final Declaration.Builder to;

  private OpenClip(Declaration.Builder to) {
    this.to = to;
  }

  /** Returns whether a file is such a configuration. */
  static boolean is(JsonNode file) {
    return KEYS.stream().anyMatch(file::has);
  }

  static void read(String file, JsonNode root, Declaration.Builder to) {
    Section all = new Section(file, "", root);
    OpenClip reader = new OpenClip(to);
    Section images = all.section("preprocess_cfg");
    boolean wrapped = all.has("model_cfg");
    Section model = wrapped ? new Section(file, "", root.get("model_cfg")) : all;
    if (wrapped || KEYS.subList(2, KEYS.size()).stream().anyMatch(root::has)) {
      reader.model(model);
    }
    reader.preprocessing(images);
    all.end();
    model.end();
  }

  private void model(Section model) {
    model.integer("embed_dim").ifPresent(said -> to.add(Fact.EMBED_DIM, said));
    model.none("multimodal_cfg");
    model.only("nonscalar_logit_scale", false);
    model.harmless(
        List.of(
            "custom_text",
            "init_logit_scale",
            "init_logit_bias",
            "output_dict",
            "cast_dtype",
            "precision",
            "description"));
    Said quick = model.flag("quick_gelu").orElseGet(() -> model.absent("quick_gelu", false));
    Said activation =
        new Said(
            quick.file(),
            quick.key(),
            (Boolean) quick.value() ? Activation.QUICK_GELU : Activation.GELU);
    image(model.section("vision_cfg"), activation);
    text(model.section("text_cfg"), activation);
  }

  private void image(Section image, Said activation) {
    image.none("timm_model_name");
    image.harmless(
        List.of(
            "timm_model_pretrained",
            "timm_pool",
            "timm_proj",
            "timm_proj_bias",
            "timm_drop",
            "timm_drop_path",
            "patch_dropout",
            "attn_pooler_queries",
            "attn_pooler_heads",
            "output_tokens"));
    image.only("attentional_pool", false);
    image.only("no_ln_pre", false);
    image.only("pos_embed_type", "learnable");
    image.only("pool_type", "tok");
    tower(image, activation, Fact.IMAGE_EPSILON);
    image.square("image_size").ifPresent(said -> to.add(Fact.IMAGE_SIZE, said));
    Optional<Said> width = image.integer("width");
    width.ifPresent(said -> to.add(Fact.IMAGE_WIDTH, said));
    Said head = image.integer("head_width").orElseGet(() -> image.absent("head_width", HEAD_WIDTH));
    boolean resnet = image.isList("layers");
    if (resnet) {
      image.numbers("layers", 4).ifPresent(said -> to.add(Fact.IMAGE_STAGES, said));
      image.harmless(List.of("patch_size", "mlp_ratio"));
    } else {
      image.integer("layers").ifPresent(said -> to.add(Fact.IMAGE_LAYERS, said));
      image.square("patch_size").ifPresent(said -> to.add(Fact.PATCH, said));
      hidden(image, width, Fact.IMAGE_HIDDEN);
      to.add(Fact.IMAGE_ACTIVATION, activation);
    }
    if (width.isPresent()) {
      int pooled = (Integer) width.get().value() * (resnet ? RESNET_POOL : 1);
      heads(image, Fact.IMAGE_HEADS, head, pooled / (Integer) head.value());
    } else if (image.has("head_width")) {
      throw image.refused(
          head.toString(), "give " + image.dotted("width") + " too, which makes heads of it");
    }
    image.end();
  }

  private void text(Section text, Said activation) {
    text.none("hf_model_name");
    text.none("hf_tokenizer_name");
    text.none("tokenizer_kwargs");
    text.none("tokenizer_mode");
    text.harmless(
        List.of("hf_model_pretrained", "hf_proj_type", "hf_pooler_type", "output_tokens"));
    text.harmless(List.of("pad_id", "eos_id")); // of embed_cls, and of a pool_type that is refused
    text.only("embed_cls", false);
    text.only("no_causal_mask", false);
    text.only("pool_type", "argmax");
    text.only("proj_type", "linear");
    text.only("proj_bias", false);
    tower(text, activation, Fact.TEXT_EPSILON);
    to.add(Fact.TEXT_ACTIVATION, activation);
    text.integer("context_length").ifPresent(said -> to.add(Fact.CONTEXT_LENGTH, said));
    text.integer("vocab_size").ifPresent(said -> to.add(Fact.VOCAB_SIZE, said));
    text.integer("layers").ifPresent(said -> to.add(Fact.TEXT_LAYERS, said));
    Optional<Said> width = text.integer("width");
    width.ifPresent(said -> to.add(Fact.TEXT_WIDTH, said));
    hidden(text, width, Fact.TEXT_HIDDEN);
    Optional<Said> heads = text.integer("heads");
    if (heads.isPresent() || width.isPresent()) {
      Said said = heads.orElseGet(() -> text.absent("heads", TEXT_HEADS));
      heads(text, Fact.TEXT_HEADS, said, (Integer) said.value());
    }
    text.end();
  }

  private void heads(Section tower, Fact fact, Said by, int heads) {
    if (heads < 1) {
      throw tower.refused(by.toString(), "it leaves no attention head");
    }
    to.add(fact, new Said(by.file(), "heads by " + by.key(), heads));
  }

  private void hidden(Section tower, Optional<Said> width, Fact fact) {
    Optional<Said> ratio = tower.number("mlp_ratio");
    if (ratio.isPresent() && width.isPresent()) {
      int hidden = (int) ((Integer) width.get().value() * (Double) ratio.get().value());
      to.add(fact, new Said(tower.file(), "width by " + ratio.get().key(), hidden));
    }
  }

  /** Reads the keys that both towers can have. */
  private void tower(Section tower, Said activation, Fact epsilon) {
    tower.none("ls_init_value");
    tower.only("final_ln_after_pool", false);
    tower.only("block_type", "default");
    BLOCKS.forEach(key -> tower.only(key, false));
    Section act = tower.section("act_kwargs");
    if (activation.value() == Activation.GELU) {
      act.only("approximate", "none");
    }
    act.end();
    Section norm = tower.section("norm_kwargs");
    norm.number("eps").ifPresent(said -> to.add(epsilon, said));
    norm.end();
  }

  private void preprocessing(Section images) {
    images.square("size").ifPresent(said -> to.add(Fact.IMAGE_SIZE, said));
    images.only("mode", "RGB");
    images.numbers("mean", 3).ifPresent(said -> to.add(Fact.MEAN, said));
    images.positives("std", 3).ifPresent(said -> to.add(Fact.STD, said));
    if (images.text("interpolation").filter(said -> said.value().equals("random")).isEmpty()) {
      images.only("interpolation", "bicubic"); // "random" is so of training alone
    }
    images.only("resize_mode", "shortest");
    images.harmless(List.of("fill_color"));
    images.end();
  }
}
