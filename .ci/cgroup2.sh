#!/bin/bash
# A machine with cgroup v2 for the tests, wherever they run: Debian's user-mode-linux, a kernel that is an ordinary process,
# with a Docker Engine of its own and no network but its own.
#   .ci/cgroup2.sh run COMMAND [ARGUMENT...]   runs that in it (root), in this folder and environment, with DOCKER_HOST set;
#                                              its output, and its exit status; 124: not ready in time, 125: did not start
# Its files are this machine's: what is written outside of /run, /dev and the state folder's run stays. It has one slow CPU.
#   CGROUP2_TIMEOUT   seconds for all of it (600)
#   CGROUP2_MEMORY    of the machine (2G), taken from /dev/shm, or the disk where that will not do, as it is touched
set -euo pipefail
. "$(dirname "$0")/lib.sh"

TIMEOUT=${CGROUP2_TIMEOUT:-600}
MEMORY=${CGROUP2_MEMORY:-2G}

run() {
  local job name status=0
  need_root "starting a kernel"
  need_packages user-mode-linux kmod docker.io busybox-static curl iproute2
  remove_jobs
  job=$(mktemp -d "$STATE/cgroup2.XXXXXX")
  name=${job##*/}
  trap 'stop_kernel "$job"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  (unset TMPDIR; export DOCKER_HOST=unix:///run/docker.sock; export -p) > "$job/environment"
  init "$job" "$@" > "$job/init"
  chmod +x "$job/init"
  # Its many processes are in a namespace of pids, which ends with the first of them, which ends with this script
  TMPDIR=$(memory_folder "$job") setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc \
    timeout --foreground -k 5 "$TIMEOUT" linux.uml mem="$MEMORY" root=/dev/root rootfstype=hostfs rootflags=/ rw \
    init="$job/init" quiet con=null con0=null,fd:4 ssl=null ssl0=null,fd:3 \
    3>&1 4> "$LOG/cgroup2.log" > /dev/null 2>&1 < /dev/null 8>&- &
  record_pid "$name" $!
  wait $! || status=$?
  [ ! -s "$job/dockerd.log" ] || { say "its dockerd did not start:"; tail -n 15 "$job/dockerd.log" >&2; }
  if [ -s "$job/status" ]; then
    status=$(cat "$job/status")
  elif [ $status = 124 ] || [ $status = 137 ]; then
    say "not ready after $TIMEOUT s"; status=124
  else
    say "the kernel ended, last lines of $LOG/cgroup2.log:"; tail -n 15 "$LOG/cgroup2.log" >&2; status=125
  fi
  exit "$status"
}

# The kernel's memory is a file that it executes: some machines do not allow that in /dev/shm, or have little there
memory_folder() { # JOB
  local free
  free=$(df --output=avail -B 1 /dev/shm 2> /dev/null | tail -n 1) || free=0
  if [ "$free" -lt "$(numfmt --from=iec "$MEMORY")" ] || findmnt -n -o OPTIONS -T /dev/shm | grep -q -w noexec; then
    echo "$1"
  else
    echo /dev/shm
  fi
}

stop_kernel() { # JOB
  local pid
  ! pid=$(pid_of "${1##*/}") || kill -s KILL "$pid" 2> /dev/null || true
  rm -rf "$1" "$RUN/${1##*/}.pid"
}

# Of runs that were killed
remove_jobs() {
  local job
  for job in "$STATE"/cgroup2.*; do
    [ ! -d "$job" ] || ! is_gone "${job##*/}" || stop_kernel "$job"
  done
}

# The first process of that kernel
init() { # JOB COMMAND [ARGUMENT...]
  local job=$1; shift
  echo '#!/bin/bash'
  printf 'JOB=%q HERE=%q RUN=%q COMMAND=(' "$job" "$PWD" "$RUN"; printf '%q ' "$@"; echo ')'
  cat << 'INIT'
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t tmpfs run /run; mount -t devtmpfs dev /dev 2> /dev/null
mkdir -p /dev/pts /dev/shm; mount -t devpts pts /dev/pts; mount -t tmpfs shm /dev/shm
mount -t cgroup2 none /sys/fs/cgroup
# the other machine's records of its boot must not be seen, let alone removed
mount -t tmpfs run "$RUN"; cat /proc/sys/kernel/random/boot_id > "$RUN/boot_id"
mkdir -p /run/kernel/lib /run/docker-data
ln -s /usr/lib/uml/modules /run/kernel/lib/modules
for module in overlay veth bridge br_netfilter; do modprobe -d /run/kernel $module; done
ip link set lo up
stty -F /dev/ttyS0 raw
mount -t tmpfs docker /run/docker-data
echo '{}' > /run/daemon.json
dockerd --config-file /run/daemon.json --data-root /run/docker-data --exec-root /run/docker --iptables=false \
  --exec-opt native.cgroupdriver=cgroupfs -H unix:///run/docker.sock > /run/dockerd.log 2>&1 &
answers() { curl -fs -m 5 -o /dev/null --unix-socket /run/docker.sock http://localhost/_ping; }
for _ in $(seq 200); do answers && break; sleep 0.2; done
answers || cp /run/dockerd.log "$JOB/dockerd.log"
(. "$JOB/environment"; cd "$HERE"; exec "${COMMAND[@]}") < /dev/null > /dev/ttyS0 2>&1
echo $? > "$JOB/status"
sync
echo o > /proc/sysrq-trigger
sleep 60
INIT
}

case ${1:-} in
  run) shift; [ $# -gt 0 ] || die "run what?"; run "$@" ;;
  *) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
esac
