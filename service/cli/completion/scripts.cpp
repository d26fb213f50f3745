#include "service/cli/completion/scripts.hpp"

namespace callwright::cli {
namespace {

constexpr std::string_view kBash =
    R"sh(# Completion of callwright for bash: eval "$(callwright completion bash)"
_callwright() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("${line%%$'\t'*}")
  done < <(callwright __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *= ]]; then
    compopt -o nospace
  fi
}
complete -o bashdefault -o default -F _callwright callwright
)sh";

constexpr std::string_view kZsh = R"sh(#compdef callwright
# Completion of callwright for zsh: eval "$(callwright completion zsh)", or as _callwright in your fpath
_callwright() {
  local line tab=$'\t'
  local -a values shown
  while IFS= read -r line; do
    values+=("${line%%$tab*}")
    shown+=("${line/$tab/  }")
  done < <(callwright __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( ! $#values )); then
    _files
  elif [[ ${values[1]} == *= ]]; then
    compadd -l -S '' -d shown -a values
  else
    compadd -l -d shown -a values
  fi
}
if [[ ${funcstack[1]} == _callwright ]]; then
  _callwright "$@"
else
  compdef _callwright callwright
fi
)sh";

constexpr std::string_view kFish =
    R"sh(# Completion of callwright for fish: callwright completion fish | source
function __callwright_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found (callwright __complete $words[2..-1] "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$current"
    end
end
complete -c callwright -f -a '(__callwright_complete)'
)sh";

}  // namespace

std::string_view completion_script(std::string_view shell) {
  if (shell == "bash") return kBash;
  if (shell == "zsh") return kZsh;
  if (shell == "fish") return kFish;
  return {};
}

}  // namespace callwright::cli
