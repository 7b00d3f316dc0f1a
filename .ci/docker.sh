#!/bin/bash
# A Docker Engine of our own (Debian's docker.io) for the tests, with its own data folder and images made here: no registry is asked.
#   .ci/docker.sh up           starts it (root) and prints the line that points the tests to it: eval "$(.ci/docker.sh up)"
#   .ci/docker.sh image        builds the image of the tests out of this machine's busybox
#   .ci/docker.sh image-java   builds the image in which the agent runs, with a runtime linked out of the JDK at JAVA_HOME
#   .ci/docker.sh down         stops it and undoes what it did to the machine; packages, images and logs stay
# Its socket is its own. An Engine of somebody else is used, and left alone, if DOCKER_HOST=unix://... names it or if it runs
# here already: two on one machine undo each other's network rules. Sourced, it brings the functions only.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

OWN_SOCKET=$RUN/docker.sock
SOCKET=$OWN_SOCKET
case ${DOCKER_HOST:-} in
  '') ;;
  unix://*) SOCKET=${DOCKER_HOST#unix://} ;;
  *) say "DOCKER_HOST is $DOCKER_HOST: ignored, the tests need an Engine of this machine" ;;
esac
DATA=$STATE/docker
IMAGE=busybox-test:local
IMAGE_JAVA=java-test:local
# What jdeps finds in the program, and what it cannot see: access to files in jars, the demo's server, sockets' options
JAVA_MODULES=java.se,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
TABLES="iptables ip6tables"
CGROUP=mackerel-container-agent-ci
TASK_CGROUPS="ecs ecstasks.slice" # in which tests start containers as the ECS agent does
FOLDERS="/etc/docker /opt/containerd /run/docker"

own_docker() { timeout 60 docker -H "unix://$OWN_SOCKET" "$@" 2> /dev/null || true; }
docker_answers() { curl -fs -m 5 -o /dev/null --unix-socket "$SOCKET" http://localhost/_ping; }

# docker_up [of-run]: leaves in SOCKET where the Engine is. One that is started of-run ends with the run: if the run was killed,
# the next one, which is alone as it holds the lock, stops it.
docker_up() {
  local other
  docker_down_of_run
  command -v curl > /dev/null || need_packages curl
  if [ "$SOCKET" = "$OWN_SOCKET" ] && is_gone dockerd; then
    other=$(other_dockerd)
    if [ -z "$other" ]; then start_docker "$@"; return; fi
    SOCKET=/var/run/docker.sock
    say "dockerd runs here already, process $other"
  fi
  wait_for 60 docker_answers || die "no Engine answers at $SOCKET: start it or stop it, or name another in DOCKER_HOST"
  say "using the Engine at $SOCKET"
}

# The pid of a dockerd that would share iptables and docker0 with ours
other_dockerd() {
  local process
  for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2> /dev/null)" = dockerd ] &&
      [ "$(readlink "$process/ns/net" 2> /dev/null)" = "$(readlink /proc/self/ns/net)" ] || continue
    echo "${process#/proc/}"
    return
  done
}

start_docker() {
  need_root "starting a Docker Engine"
  docker_down
  command -v dockerd > /dev/null || need_packages docker.io
  need_packages iproute2 procps
  remember_machine
  [ "${1:-}" != of-run ] || touch "$RUN/docker.of-run"
  setsid dockerd --config-file "$RUN/daemon.json" --data-root "$DATA" --exec-root "$RUN/docker" --log-level warn \
    --pidfile "$RUN/dockerd.own.pid" --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$CGROUP" \
    -H "unix://$OWN_SOCKET" > "$LOG/dockerd.log" 2>&1 < /dev/null 8>&- &
  record_pid dockerd $!
  wait_for 60 docker_answers || { docker_log; docker_down; die "dockerd did not start"; }
  say "started $(own_docker version -f 'Docker Engine {{.Server.Version}}, API {{.Server.APIVersion}}')," \
    "$(own_docker info -f 'storage {{.Driver}}, cgroup v{{.CgroupVersion}}')"
}

# What dockerd will change. A record that is already there is of a run that crashed: it knows the original.
remember_machine() {
  local table name
  [ ! -e "$RUN/docker.forward" ] || return 0
  mkdir -p "$DATA"
  echo '{}' > "$RUN/daemon.json"
  save_sysctls docker net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables net.bridge.bridge-nf-call-ip6tables
  for table in $TABLES; do
    ! $table-save 2> /dev/null | grep -q -e DOCKER -e docker0 || touch "$RUN/docker.$table-rules"
  done
  [ ! -e /sys/class/net/docker0 ] || touch "$RUN/docker.bridge"
  for name in $TASK_CGROUPS; do
    [ -z "$(compgen -G "/sys/fs/cgroup/$name"; compgen -G "/sys/fs/cgroup/*/$name")" ] || echo "$name"
  done > "$RUN/docker.cgroups"
  ls -d $FOLDERS > "$RUN/docker.folders" 2> /dev/null || true
  ls -d /etc/docker/key.json >> "$RUN/docker.folders" 2> /dev/null || true
  iptables -S FORWARD 2> /dev/null | sed -n 's/^-P FORWARD //p' > "$RUN/docker.forward" || true
}

# After a dockerd that died this finds the containers and mounts that it left behind. Does nothing when nothing was started.
docker_down() {
  local cgroup
  [ -e "$RUN/docker.forward" ] || return 0
  if ! is_gone dockerd; then
    own_docker rm -f $(own_docker ps -aq) > /dev/null
    own_docker network rm $(own_docker network ls -q -f type=custom) > /dev/null
  fi
  stop_pid dockerd
  stop_containerd
  for cgroup in $(own_cgroups); do kill_cgroups "$cgroup"; done
  unmount_below "$RUN/docker/" "$DATA/"
  restore_machine
  rm -rf "${RUN:?}/docker" "$RUN"/docker.* "$RUN/dockerd.own.pid" "$RUN/daemon.json"
  say "the Docker Engine is stopped"
}

# Those that were not there before
own_cgroups() { echo "$CGROUP"; printf '%s\n' $TASK_CGROUPS | { grep -v -x -F -f "$RUN/docker.cgroups" || true; }; }

docker_down_of_run() { [ ! -e "$RUN/docker.of-run" ] || docker_down; }

# The containerd and the shims that a killed dockerd left behind: those whose command line names our folder
stop_containerd() {
  local process
  for process in /proc/[0-9]*; do
    if tr '\0' ' ' < "$process/cmdline" 2> /dev/null | grep -q -e "^[^ ]*containerd[^ ]* .*$RUN/docker/"; then
      kill -s KILL "${process#/proc/}" 2> /dev/null || true
    fi
  done
}

unmount_below() { # FOLDER/...: those of the folder itself too
  local mount folder
  awk '{print $2}' /proc/mounts | sort -r | while read -r mount; do
    for folder; do
      [[ $mount/ != "$folder"* ]] || umount -l "$mount" 2> /dev/null || true
    done
  done
}

# Docker leaves its rules and its bridge behind
restore_machine() {
  local table folder cgroup
  [ -e "$RUN/docker.bridge" ] || ip link del docker0 2> /dev/null || true
  for table in $TABLES; do
    [ -e "$RUN/docker.$table-rules" ] && continue
    $table-save -c 2> /dev/null | grep -v -e DOCKER -e docker0 | $table-restore -c 2> /dev/null || true
  done
  [ ! -s "$RUN/docker.forward" ] || iptables -P FORWARD "$(cat "$RUN/docker.forward")" 2> /dev/null || true
  restore_sysctls docker
  for cgroup in $(own_cgroups); do remove_cgroups "$cgroup"; done
  grep -q -x /etc/docker/key.json "$RUN/docker.folders" || rm -f /etc/docker/key.json
  for folder in $FOLDERS; do
    grep -q -x "$folder" "$RUN/docker.folders" || find "$folder" -depth -type d -empty -delete 2> /dev/null || true
  done
}

docker_log() { # of the Engine that was started here
  [ -e "$RUN/docker.forward" ] && [ -s "$LOG/dockerd.log" ] || return 0
  say "last lines of $LOG/dockerd.log:"
  tail -n 30 "$LOG/dockerd.log" >&2
}

docker_image() { docker_make "$IMAGE" busybox_root; }

docker_image_java() {
  [ -x "${JAVA_HOME:-}/bin/jlink" ] || die "JAVA_HOME must name a JDK, it is: ${JAVA_HOME:-not set}"
  docker_make "$IMAGE_JAVA" java_root "$JAVA_HOME/release"
}

# The archive is kept, as it takes longer than its import: other Engines, one of which runs slowly, get the image too. It is
# made anew when this file or one of FILE changes.
docker_make() { # IMAGE FUNCTION [FILE...]
  local image=$1 make=$2 name=${1%:*} label=io.mackerel.agent.test-image key archive root
  shift 2
  docker_answers || die "no Engine answers at $SOCKET"
  key=$(cat "${BASH_SOURCE[0]}" "$@" | sha256sum | cut -c 1-16)
  ! curl -fs --unix-socket "$SOCKET" "http://localhost/images/$image/json" | grep -q "\"$label\":\"$key\"" || return 0
  archive=$STATE/$name-$key.tar
  if [ ! -e "$archive" ]; then
    rm -f "$STATE/$name"-*.tar
    root=$(mktemp -d)
    $make "$root"
    tar -C "$root" --owner=0 --group=0 --numeric-owner -c . > "$archive.$$"
    mv "$archive.$$" "$archive"
    rm -rf "$root"
  fi
  curl -fs -o /dev/null --unix-socket "$SOCKET" -X DELETE "http://localhost/images/$image" || true
  curl -fsS -o /dev/null --unix-socket "$SOCKET" -X POST -H 'Content-Type: application/x-tar' -T "$archive" \
    "http://localhost/images/create?fromSrc=-&repo=$name&tag=${image#*:}&changes=LABEL%20$label=$key"
  say "built $image"
}

# A root file system of 2 MB: busybox and the names of its applets
busybox_root() { # FOLDER
  local applet busybox
  busybox=$(command -v busybox) || { need_packages busybox-static; busybox=$(command -v busybox); }
  ! ldd "$busybox" > /dev/null 2>&1 || { need_packages busybox-static; ! ldd "$busybox" > /dev/null 2>&1; } ||
    die "$busybox is linked dynamically: install busybox-static"
  mkdir -p "$1"/{bin,dev,etc,proc,sys,tmp}
  chmod 755 "$1"; chmod 1777 "$1/tmp"
  cp "$busybox" "$1/bin/busybox"
  for applet in $("$busybox" --list); do [ "$applet" = busybox ] || ln -sf busybox "$1/bin/$applet"; done
}

# The same, a runtime of 100 MB at /opt/java with its classes parsed beforehand for the options that the README gives the
# agent, and the C library of this machine: the loader and what the runtime is linked with, each at its own path
java_root() { # FOLDER
  local library
  busybox_root "$1"
  mkdir -p "$1/opt"
  "$JAVA_HOME/bin/jlink" --add-modules "$JAVA_MODULES" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --output "$1/opt/java"
  "$1/opt/java/bin/java" -Xshare:dump -XX:+UseCompactObjectHeaders > /dev/null
  { ldd "$1/opt/java/bin/java"; find "$1/opt/java/lib" -name '*.so' -exec ldd {} + 2> /dev/null || true; } |
    grep -o '/[^ ]*\.so[^ :]*' | { grep -v -F "$1" || true; } | sort -u | while read -r library; do
      mkdir -p "$1${library%/*}"
      cp -L "$library" "$1$library"
    done
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  case ${1:-} in
    up) take_lock; docker_up; echo "export DOCKER_HOST=unix://$SOCKET" ;;
    image) docker_image ;;
    image-java) docker_image_java ;;
    down) take_lock; docker_down ;;
    *) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
  esac
fi
