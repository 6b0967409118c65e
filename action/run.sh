#!/usr/bin/env bash
# The commands of this action. What a pull request can influence comes in by the environment and stays in quotes.
set -euo pipefail

PATH=$RUNNER_TEMP/ownctl/bin:$PATH
root=$OWNCTL_ROOT
folder=$RUNNER_TEMP/ownctl-plan # what a workflow hands on from job to job
text=$folder/plan.md
kept=$folder/plan.json
mkdir -p "$folder"

# Runs a command; nothing that it prints is taken for an order to the runner, whatever the files say.
muted() {
  local pause code=0
  pause=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$pause"
  "$@" || code=$?
  printf '\n::%s::\n' "$pause"
  return "$code"
}

# Text in the summary, under a heading: indented, it is code to Markdown, and nothing in it can end that.
summarise() {
  { printf '\n### %s\n\n' "$1" && sed 's/^/    /' && echo; } >>"$GITHUB_STEP_SUMMARY"
}

for_pull_request() {
  [ -n "${GITHUB_BASE_REF:-}" ]
}

# Without a token, and in a pull request only, the plan is made from the files alone. Ends as `plan` does.
draw() {
  local how=(--root "$root" --format markdown --detailed-exitcode)
  if for_pull_request && [ -z "$PAGERDUTY_TOKEN" ]; then
    how+=(--against "origin/$GITHUB_BASE_REF")
  elif ! for_pull_request && [ "$OWNCTL_COMMAND" = plan ]; then
    how+=(--out "$kept")
  fi
  ownctl plan "${how[@]}" >"$text"
}

validate() {
  local code=0
  ownctl validate --root "$root" --format github || code=$?
  if [ "$code" = 1 ]; then
    { ownctl validate --root "$root" 2>/dev/null || true; } | summarise Findings
  fi
  return "$code"
}

plan() {
  local code=0
  muted draw || code=$?
  cat "$text" >>"$GITHUB_STEP_SUMMARY"
  echo "changes=$([ "$code" = 2 ] && echo true || echo false)" >>"$GITHUB_OUTPUT"
  if for_pull_request && [ -s "$text" ]; then
    comment_on_it
  fi
  [ "$code" = 2 ] || return "$code"
}

# A fork's token may not write; another workflow then does, and this one only says that there is something to write.
comment_on_it() {
  local commented=false
  if [ "$OWNCTL_FORK" = false ] && muted ownctl ci comment "$text"; then
    commented=true
  fi
  echo "commented=$commented" >>"$GITHUB_OUTPUT"
}

apply() {
  local code=0 how=("$kept" --root "$root" --yes --quiet)
  if [ "$OWNCTL_ADOPT" = true ]; then
    how+=(--adopt)
  fi
  ownctl apply "${how[@]}" >"$folder/applied.txt" 2>&1 || code=$?
  muted cat "$folder/applied.txt"
  summarise Applied <"$folder/applied.txt"
  return "$code"
}

raise_it() {
  printf '\nNext: run the workflow [ownership apply](%s/%s/actions), or undo it in the account.\n' \
    "$GITHUB_SERVER_URL" "$GITHUB_REPOSITORY" >>"$text"
  muted ownctl ci issue "$text"
}

check() {
  local code=0
  muted draw || code=$?
  cat "$text" >>"$GITHUB_STEP_SUMMARY"
  case $code in
    0) muted ownctl ci issue --done "$text" ;;
    2) raise_it ;;
    *)
      if [ -s "$text" ]; then raise_it; fi
      return "$code"
      ;;
  esac
}

# What another run has left: it may be a fork's, and then anything.
comment() {
  if [ -L "$text" ] || [ ! -s "$text" ]; then
    echo "That run left no plan to show."
    return 0
  fi
  muted ownctl ci comment "$text"
}

case $OWNCTL_COMMAND in
  validate | plan | apply | check | comment) "$OWNCTL_COMMAND" ;;
  *)
    echo "::error::command is one of validate, plan, apply, check and comment"
    exit 3
    ;;
esac
