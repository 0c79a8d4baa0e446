/**
 * `talos completion`: the script with which a shell completes command lines of talos, made from the commands that there
 * are. Each script is a table by the words that lead to a command, and a walk over the line: options are passed over with
 * their values, and `--` ends what is ours.
 *
 * @module
 */
import type { Command } from 'commander';
import { choice } from '../../node/settings.ts';
import { type CompletedCommand, type CompletedOption, completionTree, type OptionValue } from '../completion-tree.ts';
import { argument, type Run } from '../context.ts';

/** Shells that there are scripts for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Prints the script for the shell that is named. */
export function completionOf(program: Command): Run {
  return async (context, args) => {
    const shell = choice(argument(args, 0, 'shell'), 'the shell', SHELLS);
    await context.io.write(SCRIPTS[shell](completionTree(program)));
    return 0;
  };
}

type Script = (nodes: readonly CompletedCommand[]) => string;

const namesOf = (options: readonly CompletedOption[], ...values: readonly OptionValue[]): readonly string[] =>
  options.filter(({ value }) => values.includes(value)).flatMap(({ names }) => names);

/** A word for bash, zsh: in single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
/** A word for fish, where a backslash counts within single quotes. */
const fishQuoted = (text: string): string =>
  `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;

const bash: Script = (nodes) => {
  const table = nodes.map(({ path, words, options }) =>
    [
      `    ${quoted(path)})`,
      `      words=${quoted(words.map(({ name }) => name).join(' '))}`,
      `      options=${quoted(options.flatMap(({ names }) => names).join(' '))}`,
      `      texts=${quoted(spaced(namesOf(options, 'text')))}`,
      `      files=${quoted(spaced(namesOf(options, 'file')))}`,
      `      folders=${quoted(spaced(namesOf(options, 'folder')))} ;;`,
    ].join('\n'),
  );
  return `# Completion of talos in bash: source <(talos completion bash)
_talos_at() {
  case "$1" in
${table.join('\n')}
    *) return 1 ;;
  esac
}
_talos_reply() {
  local line
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <("$@")
}
_talos() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}"
  local at='' words options texts files folders word i
  COMPREPLY=()
  _talos_at ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    [[ $word == -- ]] && return
    if [[ $word == -* ]]; then
      [[ " $texts $files $folders " == *" $word "* ]] && ((i++))
    elif [[ " $words " == *" $word "* ]] && _talos_at "\${at:+$at }$word"; then
      at="\${at:+$at }$word"
    else
      _talos_at "$at"
    fi
  done
  if [[ $before == -* && " $files " == *" $before "* ]]; then
    _talos_reply compgen -f -- "$current"
  elif [[ $before == -* && " $folders " == *" $before "* ]]; then
    _talos_reply compgen -d -- "$current"
  elif [[ $before == -* && " $texts " == *" $before "* ]]; then
    return
  elif [[ $current == -* ]]; then
    _talos_reply compgen -W "$options" -- "$current"
  else
    _talos_reply compgen -W "$words" -- "$current"
  fi
}
complete -o bashdefault -o default -F _talos talos talos-protocol
`;
};

/** So that each name has a space on both sides. */
const spaced = (names: readonly string[]): string => ` ${names.join(' ')} `;

const zsh: Script = (nodes) => {
  const described = (name: string, about: string): string => quoted(`${name}:${about}`);
  const table = nodes.map(({ path, words, options }) =>
    [
      `    (${quoted(path)})`,
      `      subcommands=(${words.map(({ name, about }) => described(name, about)).join(' ')})`,
      `      switches=(${options.flatMap(({ names, about }) => names.map((name) => described(name, about))).join(' ')})`,
      `      texts=(${namesOf(options, 'text').join(' ')})`,
      `      files=(${namesOf(options, 'file').join(' ')})`,
      `      folders=(${namesOf(options, 'folder').join(' ')}) ;;`,
    ].join('\n'),
  );
  return `#compdef talos talos-protocol
# Completion of talos in zsh: source <(talos completion zsh), after compinit; or as _talos in a folder of $fpath
_talos_at() {
  case "$1" in
${table.join('\n')}
    (*) return 1 ;;
  esac
}
_talos() {
  local at='' word before=$words[CURRENT-1]
  local -a subcommands switches texts files folders names
  integer i
  _talos_at ''
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ $word == -- ]]; then
      _default
      return
    elif [[ $word == -* ]]; then
      (( $texts[(Ie)$word] || $files[(Ie)$word] || $folders[(Ie)$word] )) && ((i++))
    elif names=(\${subcommands%%:*}) && (( $names[(Ie)$word] )) && _talos_at "\${at:+$at }$word"; then
      at="\${at:+$at }$word"
    else
      _talos_at "$at"
    fi
  done
  if (( $files[(Ie)$before] )); then
    _files
  elif (( $folders[(Ie)$before] )); then
    _files -/
  elif (( $texts[(Ie)$before] )); then
    _message value
  elif [[ $words[CURRENT] == -* ]]; then
    _describe -o option switches
  elif (( $#subcommands )); then
    _describe command subcommands
  else
    _files
  fi
}
if [[ $funcstack[1] == _talos ]]; then
  _talos "$@"
else
  compdef _talos talos talos-protocol
fi
`;
};

const fish: Script = (nodes) => {
  const described = (name: string, about: string): string => `${fishQuoted(`${name}\t${about}`)}`;
  const table = nodes.map(({ path, words, options }) =>
    [
      `        case ${fishQuoted(path)}`,
      `            set -g __talos_words ${words.map(({ name }) => name).join(' ')}`,
      `            set -g __talos_shown ${words.map(({ name, about }) => described(name, about)).join(' ')}`,
      `            set -g __talos_options ${options
        .flatMap(({ names, about }) => names.map((name) => described(name, about)))
        .join(' ')}`,
      `            set -g __talos_texts ${namesOf(options, 'text').join(' ')}`,
      `            set -g __talos_files ${namesOf(options, 'file', 'folder').join(' ')}`,
    ].join('\n'),
  );
  return `# Completion of talos in fish: talos completion fish | source
function __talos_at
    switch "$argv[1]"
${table.join('\n')}
        case '*'
            return 1
    end
    # Assigning leaves the status as it was.
    return 0
end
function __talos_complete
    set -l at ''
    set -l skip 0
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    __talos_at ''
    for word in $typed[2..-1]
        if test $skip = 1
            set skip 0
        else if test "$word" = --
            __fish_complete_path "$current"
            return
        else if string match -q -- '-*' $word
            if contains -- $word $__talos_texts $__talos_files
                set skip 1
            end
        else if contains -- $word $__talos_words
            set -l next (string trim -- "$at $word")
            if __talos_at "$next"
                set at $next
            else
                __talos_at "$at"
            end
        end
    end
    if test $skip = 1
        if contains -- $typed[-1] $__talos_files
            __fish_complete_path "$current"
        end
    else if string match -q -- '-*' $current
        printf '%s\\n' $__talos_options
    else if test (count $__talos_shown) -gt 0
        printf '%s\\n' $__talos_shown
    else
        __fish_complete_path "$current"
    end
end
complete -c talos -f -a '(__talos_complete)'
complete -c talos-protocol -f -a '(__talos_complete)'
`;
};

const SCRIPTS: { readonly [Shell in (typeof SHELLS)[number]]: Script } = { bash, zsh, fish };
