#!/bin/bash
# A Docker Engine of our own (Debian's docker.io) for the tests, with its own data folder and an image made here: no registry is asked.
#   .ci/docker.sh up      starts it (root); an Engine that already answers is used and left alone
#   .ci/docker.sh image   builds the image of the tests out of this machine's busybox
#   .ci/docker.sh down    stops it and undoes what it did to the machine; packages and images stay
# Sourced, it brings the functions only. DOCKER_HOST=unix://... names another socket.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SOCKET=${DOCKER_HOST:-unix:///var/run/docker.sock}
[[ $SOCKET = unix://* ]] || die "DOCKER_HOST is $SOCKET: only unix:// is supported"
SOCKET=${SOCKET#unix://}
DATA=$STATE/docker
IMAGE=busybox-test:local
TABLES="iptables ip6tables"
CGROUP=mackerel-container-agent-ci
FOLDERS="/etc/docker /opt/containerd /run/docker"

docker_cli() { command docker -H "unix://$SOCKET" "$@"; }
docker_answers() { curl -fs -m 5 -o /dev/null --unix-socket "$SOCKET" http://localhost/_ping; }

docker_up() {
  need_packages curl
  if docker_answers; then
    if is_gone dockerd; then say "an Engine answers at $SOCKET: using it"; else say "taking over the Engine of a former run"; fi
    return
  fi
  need_root "starting a Docker Engine"
  docker_down
  command -v dockerd > /dev/null || need_packages docker.io
  need_packages iproute2 procps
  remember_machine
  rm -f "$RUN/dockerd.own.pid"
  setsid dockerd --config-file "$RUN/daemon.json" --data-root "$DATA" --exec-root "$RUN/docker" --log-level warn \
    --pidfile "$RUN/dockerd.own.pid" --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$CGROUP" \
    -H "unix://$SOCKET" > "$LOG/dockerd.log" 2>&1 < /dev/null 8>&- &
  record_pid dockerd $!
  wait_for 60 docker_answers || { docker_log; docker_down; die "dockerd did not start"; }
  say "started $(docker_cli version -f 'Docker Engine {{.Server.Version}}, API {{.Server.APIVersion}}')," \
    "$(docker_cli info -f 'storage {{.Driver}}, cgroup v{{.CgroupVersion}}')"
}

# What dockerd will change. A record that is already there is of a run that crashed: it knows the original.
remember_machine() {
  local table
  [ ! -e "$RUN/docker.forward" ] || return 0
  mkdir -p "$DATA"
  echo '{}' > "$RUN/daemon.json"
  save_sysctls docker net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables net.bridge.bridge-nf-call-ip6tables
  for table in $TABLES; do
    ! $table-save 2> /dev/null | grep -q -e DOCKER -e docker0 || touch "$RUN/docker.$table-rules"
  done
  [ ! -e /sys/class/net/docker0 ] || touch "$RUN/docker.bridge"
  ls -d $FOLDERS > "$RUN/docker.folders" 2> /dev/null || true
  ls -d /etc/docker/key.json >> "$RUN/docker.folders" 2> /dev/null || true
  iptables -S FORWARD 2> /dev/null | sed -n 's/^-P FORWARD //p' > "$RUN/docker.forward" || true
}

# After a dockerd that died this finds the containers and mounts that it left behind. Does nothing when nothing was started.
docker_down() {
  [ -e "$RUN/docker.forward" ] || return 0
  if ! is_gone dockerd; then
    docker_cli ps -aq 2> /dev/null | xargs -r docker -H "unix://$SOCKET" rm -f > /dev/null 2>&1 || true
    docker_cli network ls -q -f type=custom 2> /dev/null |
      xargs -r docker -H "unix://$SOCKET" network rm > /dev/null 2>&1 || true
  fi
  stop_pid dockerd
  stop_containerd
  kill_cgroups "$CGROUP"
  unmount_below "$RUN/docker/" "$DATA/"
  restore_machine
  rm -rf "${RUN:?}/docker" "$RUN"/docker.* "$RUN/dockerd.own.pid" "$RUN/daemon.json" "$SOCKET"
  say "the Docker Engine is stopped"
}

# The containerd and the shims that a killed dockerd left behind: those whose command line names our folder
stop_containerd() {
  local process
  for process in /proc/[0-9]*; do
    if tr '\0' ' ' < "$process/cmdline" 2> /dev/null | grep -q -e "^[^ ]*containerd[^ ]* .*$RUN/docker/"; then
      kill -s KILL "${process#/proc/}" 2> /dev/null || true
    fi
  done
}

unmount_below() { # FOLDER...
  local mount folder
  awk '{print $2}' /proc/mounts | sort -r | while read -r mount; do
    for folder; do
      [[ $mount != "$folder"* ]] || umount -l "$mount" 2> /dev/null || true
    done
  done
}

# Docker leaves its rules and its bridge behind
restore_machine() {
  local table folder
  [ -e "$RUN/docker.bridge" ] || ip link del docker0 2> /dev/null || true
  for table in $TABLES; do
    [ -e "$RUN/docker.$table-rules" ] && continue
    $table-save -c 2> /dev/null | grep -v -e DOCKER -e docker0 | $table-restore -c 2> /dev/null || true
  done
  [ ! -s "$RUN/docker.forward" ] || iptables -P FORWARD "$(cat "$RUN/docker.forward")" 2> /dev/null || true
  restore_sysctls docker
  remove_cgroups "$CGROUP"
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

# A root file system of 2 MB: busybox and the names of its applets
docker_image() {
  local root applet busybox
  ! curl -fs -o /dev/null --unix-socket "$SOCKET" "http://localhost/images/$IMAGE/json" || return 0
  busybox=$(command -v busybox) || { need_packages busybox-static; busybox=$(command -v busybox); }
  ! ldd "$busybox" > /dev/null 2>&1 || { need_packages busybox-static; ! ldd "$busybox" > /dev/null 2>&1; } ||
    die "$busybox is linked dynamically: install busybox-static"
  root=$(mktemp -d)
  mkdir -p "$root"/{bin,dev,etc,proc,sys,tmp}
  chmod 755 "$root"; chmod 1777 "$root/tmp"
  cp "$busybox" "$root/bin/busybox"
  for applet in $("$busybox" --list); do [ "$applet" = busybox ] || ln -sf busybox "$root/bin/$applet"; done
  tar -C "$root" --owner=0 --group=0 --numeric-owner -c . |
    curl -fsS -o /dev/null --unix-socket "$SOCKET" -X POST -H 'Content-Type: application/x-tar' -T - \
      "http://localhost/images/create?fromSrc=-&repo=${IMAGE%:*}&tag=${IMAGE#*:}"
  rm -rf "$root"
  say "built $IMAGE"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  case ${1:-} in
    up) docker_up ;;
    image) docker_image ;;
    down) docker_down ;;
    *) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
  esac
fi
