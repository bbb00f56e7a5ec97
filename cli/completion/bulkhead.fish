# Completion of bulkhead and set_switch for fish.

function __bulkhead_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l lines (bulkhead complete (basename $words[1]) -- $words[2..-1] "$typed" 2>/dev/null)
    if test "$lines[1]" = ":files"
        __fish_complete_path "$typed"
    else
        printf '%s\n' $lines
    end
end

complete -c bulkhead -f -a '(__bulkhead_complete)'
complete -c set_switch -f -a '(__bulkhead_complete)'
