#!/usr/bin/env bash
# Installs Debian's packages that `npm run test:network` and `npm run test:system` use, where they are missing and this may be done: as root, with
# apt. Never fails: tests without their tools say that they were skipped.
set -uo pipefail
missing=()
command -v nft >/dev/null || missing+=(nftables)
command -v ip >/dev/null || missing+=(iproute2)
command -v miniupnpd >/dev/null || missing+=(miniupnpd-nftables)
command -v chromium >/dev/null || missing+=(chromium)
command -v zsh >/dev/null || missing+=(zsh)
command -v fish >/dev/null || missing+=(fish)
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
# What Helm charts are rendered with.
command -v go >/dev/null || missing+=(golang-go)
[[ -d /usr/share/gocode/src/github.com/Masterminds/sprig ]] || missing+=(golang-github-masterminds-sprig-dev)
[[ -d /usr/share/gocode/src/gopkg.in/yaml.v3 ]] || missing+=(golang-gopkg-yaml.v3-dev)
[[ ${#missing[@]} -eq 0 ]] && exit 0
if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then
  printf 'not installed, and not to be had here: %s\n' "${missing[*]}"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
if ! { timeout 60 apt-get update -qq && timeout 300 apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1; then
  printf 'could not install: %s\n' "${missing[*]}"
fi
exit 0
