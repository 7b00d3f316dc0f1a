#!/bin/bash
# A real node for the tests: kubelet, API server (1.20.2), etcd, containerd and runc out of Debian 12's packages, in
# namespaces of their own: one node, RBAC, one pod team-a/demo. No image registry is asked.
#   .ci/kubernetes.sh build   compiles kubelet and API server from Debian's source package; kept, 8 minutes on 2 cores
#   .ci/kubernetes.sh up      starts it (root), prints the line that points the tests to it: eval "$(.ci/kubernetes.sh up)"
#   .ci/kubernetes.sh token NAME [SECONDS]   a new token of the account agent-NAME
#   .ci/kubernetes.sh kubectl ARGUMENT...
#   .ci/kubernetes.sh down    stops it and undoes what it did to the machine; packages, what was built and logs stay
# Sourced, it brings the functions only.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

KUBERNETES=$STATE/kubernetes
BIN=$KUBERNETES/bin
PKI=$KUBERNETES/pki
STAND=$RUN/kubernetes.env
NODE=ci-node
NAMESPACE=team-a
IP=10.231.0.2
GATEWAY=10.231.0.1
SERVICE_IP=10.96.0.1
LINK=mackerel-ci-k8s
API=https://$IP:443
VERSION=1.20.2
ACCOUNTS="none ns-stats stats-proxy proxy ns-stats-proxy fresh"

# ---- build: Debian itself builds only kubectl from its source package ----
kubernetes_build() {
  local work=$STATE/kubernetes-build began=$SECONDS status=0 mode=+m
  stop_build
  [ ! -x "$BIN/kubelet" ] || [ ! -x "$BIN/kube-apiserver" ] || return 0
  need_root "building Kubernetes"
  need_bookworm
  need_packages golang-1.19-go golang-github-modern-go-reflect2-dev make rsync dpkg-dev
  mkdir -p "$work"/apt/{lists,archives}/partial "$work/src/k8s.io" "$BIN"
  say "building kubelet and kube-apiserver $VERSION (about 8 minutes on 2 cores), log: $LOG/kubernetes-build.log"
  # In a process group of its own, in the background: whoever waits for it can be told to end, and ends all of it
  [[ $- != *m* ]] || mode=-m
  set -m
  kubernetes_compile "$work" > "$LOG/kubernetes-build.log" 2>&1 < /dev/null 8>&- &
  set $mode
  record_pid kubernetes-build $!
  wait $! || status=$?
  stop_build
  [ $status = 0 ] ||
    { tail -n 15 "$LOG/kubernetes-build.log" >&2; die "the build failed, all of it is in $LOG/kubernetes-build.log"; }
  say "built $("$BIN/kubelet" --version) in $((SECONDS - began)) s"
}

# Also the build of a run that was killed
stop_build() {
  local pid
  ! pid=$(pid_of kubernetes-build) || kill -s KILL -- "-$pid" 2> /dev/null || true
  wait_for 5 is_gone kubernetes-build || true
  rm -rf "$RUN/kubernetes-build.pid" "$STATE/kubernetes-build"
}

kubernetes_compile() { # WORK
  local work=$1 apt
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) bookworm main" \
    > "$work/apt/sources.list"
  apt=(apt-get -o Dir::Etc::SourceList="$work/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o Dir::State::Lists="$work/apt/lists" -o Dir::Cache="$work/apt" -o APT::Sandbox::User=root)
  "${apt[@]}" -q update &&
    (cd "$work/src/k8s.io" && "${apt[@]}" -q source kubernetes && mv kubernetes-*/ kubernetes) || return 1
  printf 'KUBE_GIT_COMMIT=debian\nKUBE_GIT_TREE_STATE=clean\nKUBE_GIT_VERSION=v%s\nKUBE_GIT_MAJOR=1\nKUBE_GIT_MINOR=20\n' \
    "$VERSION" > "$work/version"
  # With Go 1.18 and later the vendored reflect2 corrupts memory; Debian's newer one does not.
  rm -rf "$work"/src/k8s.io/kubernetes/vendor/github.com/modern-go/reflect2/*
  cp -r /usr/share/gocode/src/github.com/modern-go/reflect2/. \
    "$work/src/k8s.io/kubernetes/vendor/github.com/modern-go/reflect2/"
  # make generates sources that a plain `go build` lacks
  (cd "$work/src/k8s.io/kubernetes" &&
    env -u GOROOT HOME="$work" GOPATH="$work" GOCACHE="$work/cache" GO111MODULE=off GOFLAGS= GOPROXY=off CGO_ENABLED=0 \
      KUBE_GIT_VERSION_FILE="$work/version" PATH="/usr/lib/go-1.19/bin:$PATH" \
      make WHAT="cmd/kubelet cmd/kube-apiserver" GOLDFLAGS="-s -w" &&
    cp _output/bin/kubelet _output/bin/kube-apiserver "$work/" && mv "$work/kube-apiserver" "$work/kubelet" "$BIN/")
}

# The one that this machine's apt uses for Debian itself
debian_mirror() {
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Codename: bookworm' | head -n 1)
  echo "${mirror:-http://deb.debian.org/debian/}"
}

need_bookworm() {
  grep -qx 'VERSION_CODENAME=bookworm' /etc/os-release 2> /dev/null ||
    die "the cluster is made of packages of Debian 12 (bookworm), which this machine is not"
}

# ---- up ----
# kubernetes_up [of-run]: one that is started of-run ends with the run, see docker_up
kubernetes_up() {
  kubernetes_down_of_run
  if ! is_gone kubernetes && [ -e "$STAND" ]; then
    environment > "$STAND.new" && mv "$STAND.new" "$STAND"
    say "the cluster is up already; its accounts got new tokens, and what was changed in it is still so"
    return
  fi
  need_root "starting a cluster"
  need_bookworm
  kubernetes_down
  # Debian's would take the place of others, with Docker as it comes from elsewhere
  command -v containerd > /dev/null || need_packages containerd
  command -v runc > /dev/null || need_packages runc
  command -v etcd > /dev/null || need_packages etcd-server
  need_packages containernetworking-plugins busybox-static iproute2 openssl curl procps
  kubernetes_build
  refuse_other_kubelet
  touch "$RUN/kubernetes.started"
  [ "${1:-}" != of-run ] || touch "$RUN/kubernetes.of-run"
  # What kubelet changes for the whole machine
  save_sysctls kubernetes vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops \
    kernel.keys.root_maxkeys kernel.keys.root_maxbytes
  credentials
  settings
  rm -rf "$KUBERNETES"/{etcd,kubelet,serviceaccount}
  mkdir -p /var/lib/cni /var/lib/kubelet
  kubernetes_start || { kubernetes_log; kubernetes_down; die "the cluster did not start"; }
  say "started a node of Kubernetes $VERSION with the pod $NAMESPACE/demo"
}

kubernetes_start() {
  hold_namespaces && network && servers && wait_for 30 objects && wait_for 60 demo_runs &&
    environment > "$STAND.new" && mv "$STAND.new" "$STAND"
}

refuse_other_kubelet() {
  local process
  for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2> /dev/null)" != kubelet ] ||
      die "another kubelet runs on this machine, process ${process#/proc/}, and two get in each other's way: stop it"
  done
  [ -z "$(find /sys/fs/cgroup -maxdepth 2 -name 'kubepods*' 2> /dev/null)" ] ||
    die "there is a cgroup kubepods: another kubelet runs on this machine, or did, and two get in each other's way"
}

# One process holds the mount, network and pid namespaces; with it ends all that runs or is mounted in them. What kubelet,
# containerd and CNI write elsewhere falls on file systems in memory.
hold_namespaces() {
  local holder child
  setsid unshare --mount --net --pid --fork --kill-child --mount-proc bash -c '
    for dir in /run /var/log /var/lib/cni /var/lib/kubelet; do mount -t tmpfs tmpfs $dir; done
    touch "$0"
    while :; do sleep 3600 & wait $!; done' "$RUN/kubernetes.ready" > /dev/null 2>&1 < /dev/null 8>&- &
  holder=$!
  child_of() { child=$(pgrep -P "$1"); }
  wait_for 5 child_of $holder && child_of $holder && record_pid kubernetes "$child" &&
    wait_for 5 test -e "$RUN/kubernetes.ready"
}

network() {
  ip link del $LINK 2> /dev/null || true
  ip link add $LINK type veth peer name eth0 netns "$(pid_of kubernetes)" &&
    ip addr add $GATEWAY/24 dev $LINK && ip link set $LINK up &&
    inside ip -batch - << IP
link set lo up
addr add $SERVICE_IP/32 dev lo
addr add $IP/24 dev eth0
link set eth0 up
route add default via $GATEWAY
IP
}

servers() {
  serve etcd etcd --data-dir "$KUBERNETES/etcd" --listen-client-urls http://127.0.0.1:2379 \
    --advertise-client-urls http://127.0.0.1:2379 --listen-peer-urls http://127.0.0.1:2380 \
    --initial-advertise-peer-urls http://127.0.0.1:2380 --initial-cluster default=http://127.0.0.1:2380
  serve containerd containerd -c "$KUBERNETES/containerd.toml"
  wait_for 60 inside curl -fs http://127.0.0.1:2379/health || return 1
  serve apiserver "$BIN/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 --bind-address=0.0.0.0 \
    --advertise-address=$IP --secure-port=443 --endpoint-reconciler-type=none --service-cluster-ip-range=10.96.0.0/24 \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" --client-ca-file="$PKI/ca.crt" \
    --kubelet-client-certificate="$PKI/admin.crt" --kubelet-client-key="$PKI/admin.key" \
    --kubelet-certificate-authority="$PKI/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$PKI/sa.pub" \
    --service-account-signing-key-file="$PKI/sa.key"
  wait_for 60 ctr -a "$RUN/containerd.sock" version && pod_image || return 1
  wait_for 60 ask_api "$API/readyz" || return 1
  serve kubelet "$BIN/kubelet" --config="$KUBERNETES/kubelet.yaml" --kubeconfig="$KUBERNETES/kubelet.kubeconfig" \
    --root-dir="$KUBERNETES/kubelet" --hostname-override=$NODE --node-ip=$IP --container-runtime=remote \
    --container-runtime-endpoint="unix://$RUN/containerd.sock" --containerd="$RUN/containerd.sock" \
    --feature-gates=SizeMemoryBackedVolumes=false
  wait_for 60 inside curl -fs http://127.0.0.1:10248/healthz
}

inside() { nsenter --target "$(pid_of kubernetes)" --mount --net --pid "$@"; }
serve() { # NAME COMMAND...
  local name=$1; shift
  setsid nsenter --target "$(pid_of kubernetes)" --mount --net --pid "$@" > "$LOG/$name.log" 2>&1 < /dev/null 8>&- &
  disown # lest bash tells of its end
}
ask_api() { curl -fsS -m 10 --cacert "$PKI/ca.crt" --cert "$PKI/admin.crt" --key "$PKI/admin.key" "$@"; }
demo_runs() {
  ask_api "$API/api/v1/namespaces/$NAMESPACE/pods/demo" | tr -d ' \n' | grep -o '"ready":true' | wc -l | grep -qx 2
}

certificate() { # NAME SUBJECT EXTENSION
  openssl req -newkey rsa:2048 -nodes -keyout "$PKI/$1.key" -out "$PKI/$1.csr" -subj "$2" 2> /dev/null
  openssl x509 -req -in "$PKI/$1.csr" -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -days 3650 \
    -out "$PKI/$1.crt" -extfile <(printf '%s\n' "$3") 2> /dev/null
}
kubeconfig() { # USER
  cat << YAML > "$KUBERNETES/$1.kubeconfig"
apiVersion: v1
kind: Config
clusters: [{name: ci, cluster: {server: "$API", certificate-authority: "$PKI/ca.crt"}}]
users: [{name: $1, user: {client-certificate: "$PKI/$1.crt", client-key: "$PKI/$1.key"}}]
contexts: [{name: ci, context: {cluster: ci, user: $1}}]
current-context: ci
YAML
}
credentials() {
  [ ! -e "$PKI/complete" ] || return 0
  rm -rf "$PKI"
  mkdir -p "$PKI"
  chmod 700 "$PKI"
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -keyout "$PKI/ca.key" -out "$PKI/ca.crt" -subj /CN=ci-ca \
    2> /dev/null
  certificate apiserver /CN=kube-apiserver "subjectAltName=IP:$SERVICE_IP,IP:$IP,DNS:kubernetes.default.svc"
  certificate kubelet-server /CN=$NODE "subjectAltName=IP:$IP,DNS:$NODE"
  certificate kubelet /O=system:nodes/CN=system:node:$NODE extendedKeyUsage=clientAuth
  certificate admin /O=system:masters/CN=admin extendedKeyUsage=clientAuth
  openssl genrsa -out "$PKI/sa.key" 2048 2> /dev/null
  openssl rsa -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub" 2> /dev/null
  kubeconfig kubelet
  kubeconfig admin
  touch "$PKI/complete"
}

settings() {
  mkdir -p "$KUBERNETES/cni"
  cat << TOML > "$KUBERNETES/containerd.toml"
version = 2
root = "$KUBERNETES/containerd"
state = "/run/containerd-ci"
[grpc]
  address = "$RUN/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  # where root lacks CAP_SYS_RESOURCE no oom_score_adj can be lowered
  restrict_oom_score_adj = true
  sandbox_image = "docker.io/library/tiny:1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$KUBERNETES/cni"
TOML
  cat << JSON > "$KUBERNETES/cni/10-bridge.conflist"
{"cniVersion": "0.4.0", "name": "ci", "plugins": [{"type": "bridge", "bridge": "cni0", "isGateway": true, "ipam":
 {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "/run/ipam"}}]}
JSON
  cat << YAML > "$KUBERNETES/kubelet.yaml"
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 0.0.0.0
port: 10250
readOnlyPort: 10255
tlsCertFile: $PKI/kubelet-server.crt
tlsPrivateKeyFile: $PKI/kubelet-server.key
authentication: {anonymous: {enabled: false}, webhook: {enabled: true, cacheTTL: 1s}, x509: {clientCAFile: $PKI/ca.crt}}
authorization: {mode: Webhook, webhook: {cacheAuthorizedTTL: 1s, cacheUnauthorizedTTL: 1s}}
cgroupDriver: cgroupfs
failSwapOn: false
oomScoreAdj: 0
makeIPTablesUtilChains: false
resolvConf: ""
volumePluginDir: $KUBERNETES/volume-plugins
evictionHard: {"memory.available": "1Mi"}
imageGCHighThresholdPercent: 100
YAML
}

# docker.io/library/tiny:1, as `docker save` writes it: busybox, which serves as the pods' pause container too
pod_image() {
  local work layer applet
  work=$(mktemp -d)
  mkdir -p "$work/root"/{bin,dev,etc,proc,sys,tmp} "$work/image"
  cp /bin/busybox "$work/root/bin/"
  for applet in $(/bin/busybox --list); do [ "$applet" = busybox ] || ln -sf busybox "$work/root/bin/$applet"; done
  tar -C "$work/root" --owner=0 --group=0 --numeric-owner -cf "$work/image/layer.tar" .
  layer=$(sha256sum "$work/image/layer.tar" | cut -d' ' -f1)
  cat << JSON > "$work/image/config.json"
{"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": ["sha256:$layer"]},
 "config": {"Env": ["PATH=/bin"], "Cmd": ["/bin/sh", "-c", "trap \"exit 0\" TERM; sleep 2147483647 & wait"]}}
JSON
  echo '[{"Config": "config.json", "RepoTags": ["docker.io/library/tiny:1"], "Layers": ["layer.tar"]}]' \
    > "$work/image/manifest.json"
  tar -C "$work/image" -cf "$work/tiny.tar" . &&
    ctr -a "$RUN/containerd.sock" -n k8s.io images import "$work/tiny.tar" > /dev/null
  rm -rf "$work"
}

# No scheduler and no controllers: a pod names its node, and what a controller would make is made here.
objects() {
  local name
  ask_api -o /dev/null "$API/api/v1/nodes/$NODE" && {
    for name in default $NAMESPACE; do
      printf -- '---\n{apiVersion: v1, kind: Namespace, metadata: {name: %s}}\n' "$name"
      printf -- '---\n{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: %s}}\n' "$name"
    done
    for name in $ACCOUNTS; do
      printf -- '---\n{apiVersion: v1, kind: ServiceAccount, metadata: {name: agent-%s, namespace: %s}}\n' "$name" $NAMESPACE
    done
    cluster_role stats nodes/stats ns-stats stats-proxy ns-stats-proxy
    cluster_role proxy nodes/proxy stats-proxy proxy ns-stats-proxy
    cat << YAML
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: ns, namespace: $NAMESPACE},
 rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: ns, namespace: $NAMESPACE},
 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ns},
 subjects: [{kind: ServiceAccount, name: agent-ns-stats, namespace: $NAMESPACE},
  {kind: ServiceAccount, name: agent-ns-stats-proxy, namespace: $NAMESPACE}]}
---
apiVersion: v1
kind: Pod
metadata: {name: demo, namespace: $NAMESPACE, labels: {app: demo}}
spec:
  nodeName: $NODE
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 1
  containers:
  - name: busy
    image: tiny:1
    imagePullPolicy: Never
    command: [/bin/sh, -c, "while :; do :; done"]
    resources: {requests: {cpu: 50m, memory: 16Mi}, limits: {cpu: 200m, memory: 64Mi}}
  - name: idle
    image: tiny:1
    imagePullPolicy: Never
    command: [/bin/sh, -c, "while :; do sleep 1; done"]
YAML
  } | ci_kubectl apply -f - >> "$LOG/objects.log" 2>&1
}

cluster_role() { # NAME RESOURCE ACCOUNT...
  local name=$1 resource=$2 account subjects=
  shift 2
  for account; do subjects+="{kind: ServiceAccount, name: agent-$account, namespace: $NAMESPACE}, "; done
  cat << YAML
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: $name},
 rules: [{apiGroups: [""], resources: [$resource], verbs: [get]}]}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: $name},
 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: $name}, subjects: [${subjects%, }]}
YAML
}

# What the tests read: addresses, and a directory for each account, laid out as in a pod
environment() {
  local name dir
  cat << ENV
KUBERNETES_SERVICE_HOST=$IP
KUBERNETES_SERVICE_PORT=443
KUBELET_HOST=$IP
KUBELET_PORT=10250
KUBELET_READ_ONLY_PORT=10255
NODE_NAME=$NODE
NAMESPACE=$NAMESPACE
POD_NAME=demo
SCRIPT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/kubernetes.sh
SERVICEACCOUNTS=$KUBERNETES/serviceaccount
ENV
  for name in $ACCOUNTS; do
    dir=$KUBERNETES/serviceaccount/$name
    mkdir -p "$dir" && kubernetes_token "$name" > "$dir/token" && cp "$PKI/ca.crt" "$dir/" || return 1
  done
}

kubernetes_token() { # NAME [SECONDS]
  ask_api -X POST -H 'Content-Type: application/json' \
    "$API/api/v1/namespaces/$NAMESPACE/serviceaccounts/agent-$1/token" -d "{\"apiVersion\": \"authentication.k8s.io/v1\",
    \"kind\": \"TokenRequest\", \"spec\": {\"expirationSeconds\": ${2:-86400}}}" | sed -n 's/.*"token": *"\([^"]*\)".*/\1/p'
}

ci_kubectl() {
  env -u http_proxy -u https_proxy -u HTTP_PROXY -u HTTPS_PROXY KUBECONFIG="$KUBERNETES/admin.kubeconfig" \
    "${KUBECTL:-$("$(dirname "${BASH_SOURCE[0]}")/kubectl.sh")}" --cache-dir="$KUBERNETES/cache" "$@"
}

# ---- down ----
# Does nothing when nothing was started.
kubernetes_down() {
  [ -e "$RUN/kubernetes.started" ] || return 0
  local pid
  # Its children have to end at once: what they leave is in its namespaces.
  ! pid=$(pid_of kubernetes) || kill -s KILL "$pid"
  wait_for 10 is_gone kubernetes || true
  ip link del $LINK 2> /dev/null || true
  kill_cgroups kubepods
  remove_cgroups kubepods
  restore_sysctls kubernetes
  rm -rf "$RUN"/kubernetes.* "$RUN"/containerd.sock* "$KUBERNETES"/{etcd,kubelet,containerd,serviceaccount,cache}
  rmdir /var/lib/cni /var/lib/kubelet 2> /dev/null || true
  say "the cluster is stopped"
}

kubernetes_down_of_run() { [ ! -e "$RUN/kubernetes.of-run" ] || kubernetes_down; }

kubernetes_log() { # of the cluster that was started here
  local name
  [ -e "$RUN/kubernetes.started" ] || return 0
  for name in etcd containerd apiserver kubelet objects; do
    [ -s "$LOG/$name.log" ] || continue
    say "last lines of $LOG/$name.log:"
    tail -n 10 "$LOG/$name.log" | cut -c1-300 >&2
  done
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  finish() { # what was begun
    local status=$?
    set +e
    trap - EXIT
    trap '' INT TERM HUP
    stop_build
    [ $status = 0 ] || [ -e "$STAND" ] || kubernetes_down
    exit $status
  }
  finish_at_signals() { trap finish EXIT; trap 'exit 130' INT; trap 'exit 143' TERM HUP; }
  case ${1:-} in
    build) take_lock; finish_at_signals; kubernetes_build ;;
    up) take_lock; finish_at_signals; kubernetes_up; echo "export KUBERNETES_STAND=$STAND" ;;
    token) shift; kubernetes_token "$@" ;;
    kubectl) shift; ci_kubectl "$@" ;;
    down) take_lock; kubernetes_down ;;
    *) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
  esac
fi
