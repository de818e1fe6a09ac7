package dev.nemesis.weights;

import java.util.Arrays;
import java.util.Optional;

/** The files OpenAI publishes, known by the SHA-256 it publishes with them. */
public enum PublishedModel {
  RN50("RN50", "afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762"),
  RN101("RN101", "8fa8567bab74a42d41c5915025a8e4538c3bdbe8804a470a72f30b0d94fab599"),
  VIT_B_32("ViT-B/32", "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af"),
  VIT_B_16("ViT-B/16", "5806e77cd80f8b59890b7e101eabd078d9fb84e6937f9e85e4ecb61988df416f");

  private final String title;
  private final String digest;

  PublishedModel(String title, String digest) {
    this.title = title;
    this.digest = digest;
  }

  /** The model a file is, if it is one of them to the byte. */
  public static Optional<PublishedModel> ofDigest(String sha256) {
    return Arrays.stream(values()).filter(model -> model.digest.equals(sha256)).findFirst();
  }

  /** The model's name as OpenAI writes it: {@code ViT-B/32}. */
  public String title() {
    return title;
  }

  /** SHA-256 of its file, hex. */
  public String digest() {
    return digest;
  }
}
