package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import dev.nemesis.tensor.Script;
import java.util.List;

/**
 * Attention of packed rows ({@link PromptPacking}): of some rows of each bin, as many of each, to
 * the prefix's rows and the bin's own. What all bins' rows make of the prefix is one product, so
 * its keys and values are not copied for each of them.
 */
final class PackedAttention {
  // g groups, n bins, h heads, q rows that ask and r rows of each bin, p rows of the prefix, w W,
  // d a head's width; where there is one bin, the prefix is in it and p is 0
  private static final Script SCRIPT =
      Script.of(
          List.of("queries", "qkv", "mask"),
          """
          g = torch.size(qkv, 0)
          n = torch.size(mask, 0)
          h = torch.size(mask, 1)
          q = torch.size(mask, 2)
          r = torch.floordiv(torch.size(qkv, 1), n)
          w = torch.floordiv(torch.size(qkv, 2), 3)
          d = torch.floordiv(w, h)
          p = torch.sub(torch.size(mask, 3), r)
          gh = torch.mul(g, h)
          ghn = torch.mul(gh, n)
          rows = torch.mul(n, q)
          parts = torch.split(qkv, w, 2)
          if torch.eq(torch.size(queries, 2), w):
            asked = queries
          else:
            asked = parts[0]
          heads = torch.reshape(asked, [g, rows, h, d])
          own = torch.reshape(torch.transpose(heads, 1, 2), [ghn, q, d])
          k = torch.reshape(parts[1], [g, n, r, h, d])
          k0 = torch.reshape(torch.permute(k, [0, 3, 1, 4, 2]), [ghn, d, r])
          v = torch.reshape(parts[2], [g, n, r, h, d])
          v0 = torch.reshape(torch.permute(v, [0, 3, 1, 2, 4]), [ghn, r, d])
          scores = torch.reshape(torch.bmm(own, k0), [g, h, n, q, r])
          seen = torch.transpose(mask, 0, 1)
          if torch.gt(p, 0):
            kp = torch.reshape(torch.slice(parts[1], 1, 0, p), [g, p, h, d])
            k1 = torch.reshape(torch.permute(kp, [0, 2, 3, 1]), [gh, d, p])
            vp = torch.reshape(torch.slice(parts[2], 1, 0, p), [g, p, h, d])
            v1 = torch.reshape(torch.transpose(vp, 1, 2), [gh, p, d])
            s1 = torch.bmm(torch.reshape(own, [gh, rows, d]), k1)
            both = torch.cat([torch.reshape(s1, [g, h, n, q, p]), scores], -1)
            shares = torch.softmax(torch.add_(both, seen), -1)
            of = torch.split_with_sizes(shares, [p, r], -1)
            read1 = torch.bmm(torch.reshape(of[0], [gh, rows, p]), v1)
            to = torch.reshape(of[1], [ghn, q, r])
            read = torch.baddbmm(torch.reshape(read1, [ghn, q, d]), to, v0)
          else:
            shares0 = torch.softmax(torch.add_(scores, seen), -1)
            read = torch.bmm(torch.reshape(shares0, [ghn, q, r]), v0)
          joined = torch.transpose(torch.reshape(read, [g, h, rows, d]), 1, 2)
          return torch.reshape(joined, [g, rows, w])
          """);

  private PackedAttention() {}

  /**
   * Computes the attention output of the rows, all heads joined.
   *
   * @param queries of the rows that ask, {@code [G, n x q, W]}; {@code qkv} itself if all do
   * @param qkv queries, keys and values of all rows, {@code [G, n x r, 3W]}
   * @param mask added to the scores, {@code [n, h, q, keys]}: where there are several bins the
   *     first keys are the prefix's, then come the bin's own r
   * @return {@code [G, n x q, W]}
   */
  static NDArray read(NDArray queries, NDArray qkv, NDArray mask) {
    return SCRIPT.apply(queries, qkv, mask);
  }
}
