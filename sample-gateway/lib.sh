# Sourced by run and test: finds or installs what the build and its tests need. Sets root, JAVA_HOME and mvn.
# shellcheck shell=bash

min_java=17
min_maven=3.8

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
mvn=""

say() {
    printf '%s\n' "$*"
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Succeeds if the directory is a whole JDK that is new enough.
is_jdk() {
    [[ -n $1 && -x $1/bin/java && -x $1/bin/javac ]] || return 1
    local version
    version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    [[ -n $version && $version -ge $min_java ]]
}

find_jdk() {
    local on_path="" candidate
    if command -v javac >/dev/null; then
        on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
    fi
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/*; do
        if is_jdk "$candidate"; then
            export JAVA_HOME=$candidate
            return 0
        fi
    done
    return 1
}

# Prints the version of a Maven, nothing if it does not run.
maven_version() {
    "$1" -v 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9][0-9.]*\).*/\1/p'
}

new_enough() {
    [[ -n $1 && $(printf '%s\n%s\n' "$min_maven" "$1" | sort -V | head -n 1) == "$min_maven" ]]
}

# A Maven needs a JDK to tell its version: find_jdk comes first.
find_maven() {
    local candidate
    for candidate in "${MAVEN_HOME:-/nowhere}/bin/mvn" "$(command -v mvn || true)" /usr/share/maven/bin/mvn; do
        if [[ -x $candidate ]] && new_enough "$(maven_version "$candidate")"; then
            mvn=$candidate
            return 0
        fi
    done
    return 1
}

# Prints the first JDK package of this distribution that is new enough.
jdk_package() {
    local package
    for package in openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            say "$package"
            return
        fi
    done
    say default-jdk-headless
}

# Sets packages to what is missing.
list_missing() {
    packages=()
    command -v git >/dev/null || packages+=(git)
    if ! find_jdk; then
        packages+=("$(jdk_package)")
        # Without a JDK a Maven that is there cannot be asked for its version.
        [[ -x ${MAVEN_HOME:-/nowhere}/bin/mvn ]] || command -v mvn >/dev/null || packages+=(maven)
    elif ! find_maven; then
        packages+=(maven)
    fi
    local offered
    offered=$(apt-cache policy maven 2>/dev/null | sed -n 's/^ *Candidate: \([0-9][0-9.]*\).*/\1/p')
    if [[ ${packages[*]} == *maven* && -n $offered ]] && ! new_enough "$offered"; then
        fail "This distribution's Maven is $offered, and this needs $min_maven or newer: get one from
https://maven.apache.org/download.cgi and set MAVEN_HOME to its directory."
    fi
}

require_toolchain() {
    if find_jdk && find_maven && command -v git >/dev/null; then
        return
    fi
    local need="a JDK $min_java or newer, Maven $min_maven or newer and Git"
    command -v apt-get >/dev/null || fail "This needs $need. Install them, or set JAVA_HOME and MAVEN_HOME."
    local packages
    if [[ $(id -u) -ne 0 ]]; then
        list_missing
        fail "This needs $need. Install what is missing with:

  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}"
    fi
    export DEBIAN_FRONTEND=noninteractive
    say "Looking for packages (apt-get update) ..."
    apt-get update -qq || fail "apt-get update failed: this needs $need."
    list_missing
    say "Installing ${packages[*]} ..."
    apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null \
        || fail "apt-get install ${packages[*]} failed: this needs $need."
    command -v git >/dev/null || fail "There is no Git: install it."
    find_jdk || fail "This distribution has no JDK $min_java or newer. Install one and set JAVA_HOME."
    find_maven || fail "No Maven $min_maven or newer: get one from https://maven.apache.org/download.cgi and set MAVEN_HOME."
}

# Some tests run clients that are published on npm.
require_node() {
    local need="Node.js 18 or newer and npm" packages=()
    command -v node >/dev/null || packages+=(nodejs)
    command -v npm >/dev/null || packages+=(npm)
    if [[ ${#packages[@]} -eq 0 ]]; then
        return
    fi
    command -v apt-get >/dev/null || fail "The tests need $need. Install them."
    if [[ $(id -u) -ne 0 ]]; then
        fail "The tests need $need. Install what is missing with:

  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}"
    fi
    export DEBIAN_FRONTEND=noninteractive
    say "Installing ${packages[*]} ..."
    apt-get update -qq || fail "apt-get update failed: the tests need $need."
    apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null \
        || fail "apt-get install ${packages[*]} failed: the tests need $need."
}
