import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  argument
} from "./chunk-IELCMXJV.js";
import {
  choice
} from "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/completion-tree.ts
function completionTree(program) {
  return nodesOf(program, "", []);
}
function nodesOf(command, path, above) {
  const own = command.options.filter(({ hidden }) => !hidden).map(completed);
  const options = [...own, ...above.filter(({ names }) => !own.some((each) => each.names[0] === names[0]))];
  const help = { names: ["--help", "-h"], about: "display help for command", value: "nothing" };
  const words = [
    ...command.commands.map((each) => ({ name: each.name(), about: oneLine(each.description()) })),
    ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices.map((name) => ({ name, about: "" })))
  ];
  const below = command.commands.flatMap(
    (each) => nodesOf(each, path === "" ? each.name() : `${path} ${each.name()}`, options)
  );
  return [{ path, words, options: [...options, help] }, ...below];
}
function completed(option) {
  const { long, short, description } = option;
  const names = [long, short].filter((name) => typeof name === "string");
  return { names, about: oneLine(description), value: valueOf(option) };
}
function valueOf({ required, flags }) {
  if (!required) return "nothing";
  if (/<(?:file|name=@file.*)>/.test(flags)) return "file";
  return flags.includes("<dir>") ? "folder" : "text";
}
function oneLine(text) {
  return text.replaceAll(/\s+/g, " ").trim();
}

// src/cli/commands/completion.ts
var SHELLS = ["bash", "zsh", "fish"];
function completionOf(program) {
  return async (context, args) => {
    const shell = choice(argument(args, 0, "shell"), "the shell", SHELLS);
    await context.io.write(SCRIPTS[shell](completionTree(program)));
    return 0;
  };
}
var namesOf = (options, ...values) => options.filter(({ value }) => values.includes(value)).flatMap(({ names }) => names);
var quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
var fishQuoted = (text) => `'${text.replaceAll("\\", String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
var bash = (nodes) => {
  const table = nodes.map(
    ({ path, words, options }) => [
      `    ${quoted(path)})`,
      `      words=${quoted(words.map(({ name }) => name).join(" "))}`,
      `      options=${quoted(options.flatMap(({ names }) => names).join(" "))}`,
      `      texts=${quoted(spaced(namesOf(options, "text")))}`,
      `      files=${quoted(spaced(namesOf(options, "file")))}`,
      `      folders=${quoted(spaced(namesOf(options, "folder")))} ;;`
    ].join("\n")
  );
  return `# Completion of talos in bash: source <(talos completion bash)
_talos_at() {
  case "$1" in
${table.join("\n")}
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
var spaced = (names) => ` ${names.join(" ")} `;
var zsh = (nodes) => {
  const described = (name, about) => quoted(`${name}:${about}`);
  const table = nodes.map(
    ({ path, words, options }) => [
      `    (${quoted(path)})`,
      `      subcommands=(${words.map(({ name, about }) => described(name, about)).join(" ")})`,
      `      switches=(${options.flatMap(({ names, about }) => names.map((name) => described(name, about))).join(" ")})`,
      `      texts=(${namesOf(options, "text").join(" ")})`,
      `      files=(${namesOf(options, "file").join(" ")})`,
      `      folders=(${namesOf(options, "folder").join(" ")}) ;;`
    ].join("\n")
  );
  return `#compdef talos talos-protocol
# Completion of talos in zsh: source <(talos completion zsh), after compinit; or as _talos in a folder of $fpath
_talos_at() {
  case "$1" in
${table.join("\n")}
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
var fish = (nodes) => {
  const described = (name, about) => `${fishQuoted(`${name}	${about}`)}`;
  const table = nodes.map(
    ({ path, words, options }) => [
      `        case ${fishQuoted(path)}`,
      `            set -g __talos_words ${words.map(({ name }) => name).join(" ")}`,
      `            set -g __talos_shown ${words.map(({ name, about }) => described(name, about)).join(" ")}`,
      `            set -g __talos_options ${options.flatMap(({ names, about }) => names.map((name) => described(name, about))).join(" ")}`,
      `            set -g __talos_texts ${namesOf(options, "text").join(" ")}`,
      `            set -g __talos_files ${namesOf(options, "file", "folder").join(" ")}`
    ].join("\n")
  );
  return `# Completion of talos in fish: talos completion fish | source
function __talos_at
    switch "$argv[1]"
${table.join("\n")}
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
var SCRIPTS = { bash, zsh, fish };
export {
  SHELLS,
  completionOf
};
