# Shared by the scripts of this folder: state, packages, processes, machine-wide settings. Sourced, not run.
# Everything is kept under STATE; what concerns this boot of the machine only, under STATE/run.

STATE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/mackerel-container-agent-ci
RUN=$STATE/run
LOG=$STATE/log
boot_id=$(cat /proc/sys/kernel/random/boot_id 2> /dev/null || echo unknown)
[ "$(cat "$RUN/boot_id" 2> /dev/null)" = "$boot_id" ] || rm -rf "$RUN"
mkdir -p "$RUN" "$LOG"
echo "$boot_id" > "$RUN/boot_id"
export DEBIAN_FRONTEND=noninteractive PATH=$PATH:/usr/sbin:/sbin

say() { echo "[ci] $*" >&2; }
die() { say "$*"; exit 1; }
# Until the script ends; fd 8 is closed for what outlives it
take_lock() { exec 8> "$STATE/lock"; flock -n 8 || die "another run, docker.sh or kubernetes.sh holds $STATE/lock"; }
need_root() { [ "$(id -u)" = 0 ] || die "root is needed for this: $*"; }

# need_packages NAME...: installs those that are missing; starts none of the services they bring.
need_packages() {
  local missing=() policy=/usr/sbin/policy-rc.d ours='' status=0 name
  for name; do
    dpkg-query -W -f '${Status}' "$name" 2> /dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} != 0 ] || return 0
  need_root "apt-get install ${missing[*]}"
  say "installing ${missing[*]}"
  [ -e $policy ] || { ours=1; printf '#!/bin/sh\nexit 101\n' > $policy; chmod +x $policy; }
  { apt-get -q update && apt-get -q install -y --no-install-recommends "${missing[@]}"; } \
    > "$LOG/apt.log" 2>&1 < /dev/null || status=$?
  [ -z "$ours" ] || rm -f $policy
  [ $status = 0 ] || { tail -n 15 "$LOG/apt.log" >&2; die "apt-get failed, all of it is in $LOG/apt.log"; }
}

# A pid is recorded with the start time of its process: a recycled pid is never taken for ours,
# nor is a zombie.
start_time() { sed '/) Z /d; s/.*) //' "/proc/$1/stat" 2> /dev/null | cut -d' ' -f20; }
record_pid() { echo "$2 $(start_time "$2")" > "$RUN/$1.pid"; } # NAME PID
pid_of() {                                                     # NAME -> pid; fails when it does not run
  local pid since
  read -r pid since 2> /dev/null < <(cat "$RUN/$1.pid" 2> /dev/null) || return 1
  [ -n "$since" ] && [ "$(start_time "$pid")" = "$since" ] && echo "$pid"
}
is_gone() { ! pid_of "$1" > /dev/null; }
stop_pid() { # NAME: SIGTERM, after 20 s SIGKILL
  local pid
  if pid=$(pid_of "$1"); then
    kill -s TERM "$pid" || true
    wait_for 20 is_gone "$1" || { kill -s KILL "$pid" || true; wait_for 5 is_gone "$1" || true; }
  fi
  rm -f "$RUN/$1.pid"
}

# wait_for SECONDS COMMAND...: until COMMAND succeeds
wait_for() {
  local end=$((SECONDS + $1 + 1)); shift
  while ! "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

# Machine-wide settings that a daemon changes. What was saved by a run that crashed is the original: kept.
save_sysctls() { # NAME KEY...
  local file=$RUN/$1.sysctls; shift
  [ -e "$file" ] || sysctl "$@" 2> /dev/null | sed 's/ = /=/' > "$file" || true
}
restore_sysctls() {
  local file=$RUN/$1.sysctls
  [ -e "$file" ] || return 0
  xargs -r sysctl -q -w < "$file" || true
  rm -f "$file"
}

# kill_cgroups NAME: the processes in the cgroup NAME, and below it, of each hierarchy, v1 and v2
kill_cgroups() {
  find /sys/fs/cgroup/"$1" /sys/fs/cgroup/*/"$1" -name cgroup.procs -exec cat {} + 2> /dev/null | sort -u |
    xargs -r kill -s KILL 2> /dev/null || true
}

# remove_cgroups NAME: the (empty) cgroup NAME below the root of each hierarchy, v1 and v2
remove_cgroups() {
  local top
  for top in /sys/fs/cgroup/"$1" /sys/fs/cgroup/*/"$1"; do
    [ ! -d "$top" ] || wait_for 5 rmdir_tree "$top" || true
  done
}
rmdir_tree() { find "$1" -depth -type d -exec rmdir {} + 2> /dev/null; [ ! -d "$1" ]; }
