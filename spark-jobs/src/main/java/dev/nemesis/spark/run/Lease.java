package dev.nemesis.spark.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The right to write to an output folder: one driver has it at a time. It is a file {@code
 * lease/<number>.json} that is committed, so that of several drivers one gets it, a file {@code
 * .beat} beside it that is written again and again while the driver lives, and {@code .released}
 * when it ends. A driver that died leaves no more beats, and the next one takes the next number:
 * after {@link #EXPIRY}, by the file system's clock alone, or at once if it died on this machine.
 */
public final class Lease implements AutoCloseable {
  static final Duration EXPIRY = Duration.ofSeconds(60);

  private static final long BEAT_SECONDS = 10;
  private static final String FOLDER = "lease";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OutFolder out;
  private final int number;
  private final ScheduledExecutorService beats;
  private final Future<?> beating;
  private volatile boolean lost;

  private Lease(OutFolder out, int number) {
    this.out = out;
    this.number = number;
    beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease");
              thread.setDaemon(true);
              return thread;
            });
    beating = beats.scheduleWithFixedDelay(this::beat, 0, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Who has or had it.
   *
   * @param host the driver's machine
   * @param pid its process
   * @param started when that process started; tells it from a later one with the same number
   * @param since when it got the lease; ISO 8601, UTC
   */
  public record Holder(String host, long pid, String started, String since) {
    static Holder here() {
      ProcessHandle self = ProcessHandle.current();
      return new Holder(Program.host(), self.pid(), started(self), Instant.now().toString());
    }

    private static String started(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** Whether it is on this machine and no more. */
    private boolean isDead() {
      return host.equals(Program.host())
          && ProcessHandle.of(pid)
              .filter(process -> process.isAlive() && started(process).equals(started))
              .isEmpty();
    }

    @Override
    public String toString() {
      return "process " + pid + " on " + host + ", since " + since;
    }
  }

  /**
   * Takes the lease.
   *
   * @throws InputException if another driver has it
   */
  public static Lease take(OutFolder out) {
    int latest = latest(out);
    Optional<Holder> holder = holder(out, latest, out::age);
    if (holder.isPresent()) {
      throw held(out, holder.get());
    }
    try {
      byte[] here = JSON.writeValueAsBytes(Holder.here());
      if (!out.commit(file(latest + 1, "json"), here)) {
        throw held(out, read(out, latest + 1));
      }
    } catch (IOException e) {
      throw StorageFault.cannot("write to output folder " + out.location(), e);
    }
    for (String ending : List.of("json", "beat", "released")) {
      out.delete(file(latest - 1, ending)); // the latest may be being read
    }
    return new Lease(out, latest + 1);
  }

  /**
   * Who has it now, as far as can be told without writing to the folder: by this machine's clock.
   */
  public static Optional<Holder> holder(OutFolder out) {
    return holder(out, latest(out), file -> Duration.between(out.written(file), Instant.now()));
  }

  private static Optional<Holder> holder(
      OutFolder out, int latest, Function<String, Duration> age) {
    if (latest == 0 || out.exists(file(latest, "released"))) {
      return Optional.empty();
    }
    Holder holder = read(out, latest);
    if (holder.isDead()) {
      return Optional.empty();
    }
    String beat = file(latest, "beat");
    Duration silent = age.apply(out.exists(beat) ? beat : file(latest, "json"));
    return silent.compareTo(EXPIRY) > 0 ? Optional.empty() : Optional.of(holder);
  }

  /**
   * Makes sure that this driver still has it.
   *
   * @throws InputException if another driver took it, because this one was not heard of for too
   *     long
   */
  public void check() {
    if (lost) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "go on writing to %s: this driver was not heard of for %d s, and %s works there now"
              .formatted(out.location(), EXPIRY.toSeconds(), read(out, latest(out))));
    }
  }

  void beat() {
    try {
      if (latest(out) > number) {
        lost = true;
      } else {
        out.replace(file(number, "beat"), Instant.now() + "\n");
      }
    } catch (InputException e) {
      // The storage is away: the next beat tells whether that took too long.
    }
  }

  /** Gives it back. */
  @Override
  public void close() {
    beating.cancel(false);
    beats.shutdown();
    try {
      beats.awaitTermination(BEAT_SECONDS, TimeUnit.SECONDS);
      if (!lost) {
        out.commit(file(number, "released"), new byte[0]);
      }
    } catch (IOException e) {
      // Then it expires.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InputException held(OutFolder out, Holder holder) {
    return InputException.cannot(
        ErrorCode.OUTPUT,
        ("write to output folder %s: another driver works there (%s); wait for it, see 'nemesis"
                + " status', or stop it; a driver that died is forgotten within %d s")
            .formatted(out.location(), holder, EXPIRY.toSeconds()));
  }

  private static Holder read(OutFolder out, int number) {
    try {
      return JSON.readValue(out.read(file(number, "json")), Holder.class);
    } catch (JsonProcessingException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "read %s in %s: it is no lease; delete it if no driver works there"
              .formatted(file(number, "json"), out.location()),
          e);
    }
  }

  private static int latest(OutFolder out) {
    return out.names(FOLDER).stream()
        .filter(name -> name.matches("\\d{1,9}\\.json"))
        .mapToInt(name -> Integer.parseInt(name.substring(0, name.indexOf('.'))))
        .max()
        .orElse(0);
  }

  private static String file(int number, String ending) {
    return FOLDER + "/" + number + "." + ending;
  }
}
