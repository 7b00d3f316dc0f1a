# Sourced by mvnw: sets JAVA_HOME to a JDK 25 or newer, or says how to get one.
# Looked at in this order: JAVA_HOME, the java on PATH, the folders where JDKs are usually installed.

needed_jdk=25

# jdk_major DIR: the major version of the JDK in DIR; nothing when there is no whole JDK
jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release"
}

is_new_enough() {
  _major=$(jdk_major "$1")
  [ -n "$_major" ] && [ "$_major" -ge "$needed_jdk" ]
}

jdk_on_path() {
  _java=$(command -v java) || return 0
  while [ -L "$_java" ]; do
    _target=$(readlink "$_java")
    case $_target in
    /*) _java=$_target ;;
    *) _java=$(dirname "$_java")/$_target ;;
    esac
  done
  (cd "$(dirname "$_java")/.." 2>/dev/null && pwd -P) || return 0
}

find_jdk() {
  HOME=${HOME-}
  [ -n "${JAVA_HOME-}" ] && is_new_enough "$JAVA_HOME" && return 0
  for _home in "$(jdk_on_path)" \
    /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* "$HOME"/.jabba/jdk/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$_home" ] && is_new_enough "$_home"; then
      JAVA_HOME=$_home
      export JAVA_HOME
      return 0
    fi
  done
  {
    echo "mvnw: no JDK $needed_jdk or newer was found."
    if [ -n "${JAVA_HOME-}" ]; then
      _major=$(jdk_major "$JAVA_HOME")
      if [ -n "$_major" ]; then
        echo "  JAVA_HOME is $JAVA_HOME: JDK $_major"
      else
        echo "  JAVA_HOME is $JAVA_HOME: not a JDK (no bin/javac or no release file there)"
      fi
    fi
    echo "  Looked at JAVA_HOME, the java on PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks and the like."
    echo "  Get one from https://adoptium.net/temurin/releases/?version=$needed_jdk, or with your package manager"
    echo "  (apt install temurin-$needed_jdk-jdk, brew install openjdk, sdk install java $needed_jdk-tem), or set JAVA_HOME to it."
  } >&2
  return 1
}

set +f # mvnw switches file name patterns off
find_jdk || exit 1
set -f
