# Completion of bulkhead and set_switch for bash. Needs nothing but bash itself.
# shellcheck shell=bash

_bulkhead() {
  # Bash splits words at "=" and ":" too; put together again what has no blank between.
  local rest=$COMP_LINE word i n=0 words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $n -gt 0 && -n $word && $rest == "$word"* ]]; then
      words[n-1]+=$word
    else
      rest=${rest#"${rest%%[![:space:]]*}"}
      words[n]=$word
      n=$((n + 1))
    fi
    rest=${rest#"$word"}
  done
  # Bash puts in only what follows the last of those characters.
  local typed=${words[n-1]} last=${COMP_WORDS[COMP_CWORD]}
  [[ $last == [=:] ]] && last=
  local before=${typed%"$last"} line value

  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default 2>/dev/null
      return
    fi
    value=${line%%$'\t'*}
    COMPREPLY+=("${value#"$before"}")
  done < <(bulkhead complete "${words[0]##*/}" -- "${words[@]:1}" 2>/dev/null)
}

complete -F _bulkhead bulkhead set_switch
