#compdef bulkhead set_switch
# Completion of bulkhead and set_switch for zsh.

_bulkhead() {
  local line
  local -a lines choices
  lines=("${(@f)$(bulkhead complete "${words[1]:t}" -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $lines[1] == :files ]]; then
    _files
    return
  fi
  for line in $lines; do
    choices+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  (( $#choices )) && _describe -t values 'bulkhead' choices
}

if [[ $funcstack[1] == _bulkhead ]]; then
  _bulkhead "$@"
else
  compdef _bulkhead bulkhead set_switch
fi
