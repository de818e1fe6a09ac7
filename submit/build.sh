# Sourced by the scripts beside it: where things lie, the build, and Java as Spark needs it.
# shellcheck shell=bash disable=SC2034 # what is set here is used there

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
target="$root/spark-jobs/target"
jars="$target/jars" # all that a run needs, Spark included, but the program's own jar

fail() { # MESSAGE [EXIT CODE]
  echo "Cannot $1" >&2
  exit "${2:-2}"
}

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
if ! command -v "$java" > /dev/null; then
  if [[ -n "${JAVA_HOME:-}" ]]; then
    fail "use JAVA_HOME=$JAVA_HOME: it has no bin/java; unset it or set it to the folder of a JDK 17"
  fi
  fail "find java; install a JDK 17, or set JAVA_HOME to the folder of one"
fi

# A JDK says what it is in a file, which is quicker than to ask it.
java_version="$(sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' \
  "$(dirname "$(readlink -f "$(command -v "$java")")")/../release" 2> /dev/null || true)"
if ((${java_version:-17} < 17)); then
  fail "run on Java $java_version, which is $(command -v "$java"); set JAVA_HOME to the folder of a JDK 17"
fi

# Java takes file names and arguments for UTF-8 only in a locale that is.
if [[ "$(locale charmap 2> /dev/null)" != UTF-8 ]]; then
  utf8="$(locale -a 2> /dev/null | grep -iE '^(C|en_US)\.utf-?8$' | head -n 1 || true)"
  export LC_ALL="${utf8:-C.UTF-8}"
fi

# What Spark's own launcher adds for Java 17.
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
opens+=("--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED")

file_uri() { # PATH
  local LC_ALL=C path="$1" uri="" letter i
  for ((i = 0; i < ${#path}; i++)); do
    letter="${path:i:1}"
    case "$letter" in
      [A-Za-z0-9/._~-]) ;;
      *) printf -v letter '%%%02X' "$(($(printf '%d' "'$letter") & 255))" ;;
    esac
    uri+="$letter"
  done
  echo "file:$uri"
}

app_jar() {
  find "$target" -maxdepth 1 -name 'nemesis-spark-jobs-*.jar' \
    ! -name '*-tests.jar' ! -name '*-sources.jar' 2> /dev/null | head -n 1
}

is_current() {
  local jar
  jar="$(app_jar)"
  [[ -n "$jar" && -f "$target/jars.done" ]] || return 1
  [[ -z "$(find "$root/pom.xml" "$root/core/pom.xml" "$root/spark-jobs/pom.xml" \
    "$root/core/src/main" "$root/spark-jobs/src/main" "$root/conf/sql" "$root/conf/datasets" \
    -newer "$target/jars.done" -print -quit)" ]]
}

build() {
  echo "Building (once; the first time this downloads Spark and PyTorch)..." >&2
  rm -rf "$jars" "$target/jars.done"
  # Results say which commit they are of, where the sources came with their history.
  local commit=""
  if [[ -e "$root/.git" ]]; then
    commit="$(git -C "$root" describe --always --abbrev=12 --dirty=-changed 2> /dev/null || true)"
  fi
  (cd "$root" && ./mvnw -q -B -DskipTests ${commit:+"-Dprogram.commit=-$commit"} package) >&2
  touch "$target/jars.done"
}
