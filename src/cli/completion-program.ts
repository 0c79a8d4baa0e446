/** @module The command that teaches shells the others. */
import { Argument } from 'commander';
import type { Define } from './program-parts.ts';

const USE = `
  bash: source <(talos completion bash)      in ~/.bashrc
  zsh:  source <(talos completion zsh)       in ~/.zshrc, after compinit
  fish: talos completion fish | source       in ~/.config/fish/config.fish`;

/** `completion`. To be defined last: it completes what is there when it runs. */
export const completionCommands: Define = (program, act) => {
  act(
    program
      .command('completion')
      .description('print the script with which a shell completes command lines')
      .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
      .addHelpText('after', USE),
    async () => (await import('./commands/completion.ts')).completionOf(program),
  );
};
