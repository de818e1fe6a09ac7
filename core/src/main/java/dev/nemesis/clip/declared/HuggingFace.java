package dev.nemesis.clip.declared;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hugging Face's {@code config.json} of a {@code CLIPModel}. What is left out has the defaults of
 * its {@code CLIPConfig}; a tower that leaves out its width says nothing of its heads either.
 */
final class HuggingFace {
  private static final List<String> KEYS =
      List.of(
          "model_type", "vision_config", "text_config", "vision_config_dict", "text_config_dict");

  private static final int IMAGE_HEADS = 12;
  private static final int TEXT_HEADS = 8;

  /** The end token of a legacy configuration, which stands for the largest. */
  private static final int LEGACY_END = 2;

  /** Keys its own code does not read, or reads for training, other models or generated texts. */
  private static final Set<String> HARMLESS =
      Set.of(
          "_commit_hash",
          "_attn_implementation_autoset",
          "_name_or_path",
          "add_cross_attention",
          "architectures",
          "attention_dropout",
          "attn_implementation",
          "bad_words_ids",
          "begin_suppress_tokens",
          "bos_token_id",
          "chunk_size_feed_forward",
          "cross_attention_hidden_size",
          "decoder_start_token_id",
          "diversity_penalty",
          "do_sample",
          "dropout",
          "dtype",
          "early_stopping",
          "encoder_no_repeat_ngram_size",
          "exponential_decay_length_penalty",
          "finetuning_task",
          "forced_bos_token_id",
          "forced_eos_token_id",
          "gradient_checkpointing",
          "id2label",
          "initializer_factor",
          "initializer_range",
          "is_decoder",
          "is_encoder_decoder",
          "label2id",
          "length_penalty",
          "logit_scale_init_value",
          "max_length",
          "min_length",
          "no_repeat_ngram_size",
          "num_beam_groups",
          "num_beams",
          "num_return_sequences",
          "output_attentions",
          "output_hidden_states",
          "output_scores",
          "pad_token_id",
          "prefix",
          "problem_type",
          "remove_invalid_values",
          "repetition_penalty",
          "return_dict",
          "return_dict_in_generate",
          "sep_token_id",
          "suppress_tokens",
          "task_specific_params",
          "temperature",
          "tf_legacy_loss",
          "tie_encoder_decoder",
          "tie_word_embeddings",
          "tokenizer_class",
          "top_k",
          "top_p",
          "torch_dtype",
          "torchscript",
          "transformers_version",
          "typical_p",
          "use_bfloat16",
          "use_cache");

  private final Declaration.Builder to;

  private HuggingFace(Declaration.Builder to) {
    this.to = to;
  }

  /** Returns whether a file is such a configuration. */
  static boolean is(JsonNode file) {
    return KEYS.stream().anyMatch(file::has);
  }

  static void read(String file, JsonNode root, Declaration.Builder to) {
    Section all = new Section(file, "", root);
    HuggingFace reader = new HuggingFace(to);
    all.only("model_type", "clip");
    all.none("auto_map");
    all.none("quantization_config");
    all.integer("projection_dim").ifPresent(said -> to.add(Fact.EMBED_DIM, said));
    all.harmless(HARMLESS);
    // Where both forms are there, Hugging Face takes the one with "_dict".
    reader.image(
        all.section(all.has("vision_config_dict") ? "vision_config_dict" : "vision_config"));
    reader.text(all.section(all.has("text_config_dict") ? "text_config_dict" : "text_config"));
    all.harmless(List.of("vision_config", "text_config"));
    all.end();
  }

  private void image(Section image) {
    image.only("model_type", "clip_vision_model");
    image.only("num_channels", 3);
    image.square("image_size").ifPresent(said -> to.add(Fact.IMAGE_SIZE, said));
    image.square("patch_size").ifPresent(said -> to.add(Fact.PATCH, said));
    image.integer("hidden_size").ifPresent(said -> to.add(Fact.IMAGE_WIDTH, said));
    image.integer("intermediate_size").ifPresent(said -> to.add(Fact.IMAGE_HIDDEN, said));
    image.integer("num_hidden_layers").ifPresent(said -> to.add(Fact.IMAGE_LAYERS, said));
    heads(image, IMAGE_HEADS).ifPresent(said -> to.add(Fact.IMAGE_HEADS, said));
    to.add(Fact.IMAGE_ACTIVATION, activation(image));
    image.number("layer_norm_eps").ifPresent(said -> to.add(Fact.IMAGE_EPSILON, said));
    end(image);
  }

  private void text(Section text) {
    text.only("model_type", "clip_text_model");
    Optional<Said> vocabulary = text.integer("vocab_size");
    vocabulary.ifPresent(said -> to.add(Fact.VOCAB_SIZE, said));
    text.integer("max_position_embeddings").ifPresent(said -> to.add(Fact.CONTEXT_LENGTH, said));
    text.integer("hidden_size").ifPresent(said -> to.add(Fact.TEXT_WIDTH, said));
    text.integer("intermediate_size").ifPresent(said -> to.add(Fact.TEXT_HIDDEN, said));
    text.integer("num_hidden_layers").ifPresent(said -> to.add(Fact.TEXT_LAYERS, said));
    heads(text, TEXT_HEADS).ifPresent(said -> to.add(Fact.TEXT_HEADS, said));
    to.add(Fact.TEXT_ACTIVATION, activation(text));
    text.number("layer_norm_eps").ifPresent(said -> to.add(Fact.TEXT_EPSILON, said));
    Optional<Said> end = text.integer("eos_token_id");
    if (end.isPresent() && !end.get().value().equals(LEGACY_END)) {
      // The end of text is the last token of the vocabulary, and that is the one looked for.
      to.add(
          Fact.VOCAB_SIZE,
          new Said(
              text.file(),
              "tokens by " + end.get().key() + ", the last one,",
              (Integer) end.get().value() + 1));
    }
    end(text);
  }

  private static Optional<Said> heads(Section tower, int otherwise) {
    String key = "num_attention_heads";
    Optional<Said> heads = tower.integer(key);
    return heads.isEmpty() && tower.has("hidden_size")
        ? Optional.of(tower.absent(key, otherwise))
        : heads;
  }

  private static Said activation(Section tower) {
    String key = "hidden_act";
    Optional<Said> said = tower.text(key);
    if (said.isEmpty()) {
      return tower.absent(key, Activation.QUICK_GELU);
    }
    return switch (said.get().value().toString()) {
      case "quick_gelu" -> tower.said(key, Activation.QUICK_GELU);
      case "gelu" -> tower.said(key, Activation.GELU);
      default -> throw tower.refused(said.get().toString(), "give quick_gelu or gelu");
    };
  }

  private static void end(Section tower) {
    tower.none("pruned_heads");
    tower.harmless(HARMLESS);
    tower.harmless(List.of("projection_dim")); // that of towers used alone
    tower.end();
  }
}
