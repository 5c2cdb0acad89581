/** @jest-environment node */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const ancestors = path.resolve(__dirname, '..', 'tools', 'ancestors.ts');

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A shell that goes by the name of a runner, with a process below it that says its number and goes when the shell is gone. */
async function underRunner(name: string): Promise<{ shell: ChildProcess; below: number }> {
  const script = `const { runnersAbove, whenGone } = require(process.argv[1]); whenGone(runnersAbove(process.pid), () => process.exit(), 50); console.log(process.pid); setTimeout(() => {}, 60000);`;
  const shell = spawn(
    'sh',
    ['-c', `"$0" --import tsx -e "$1" "$2"; true # ${name}`, process.execPath, script, ancestors],
    {
      cwd: path.resolve(__dirname, '..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    }
  );
  const [told] = (await once(shell.stdout!, 'data')) as [Buffer];
  return { shell, below: Number(String(told)) };
}

const linux = process.platform === 'linux' ? test : test.skip;

linux(
  'what was started below npx goes when npx is killed, whatever it was killed by',
  async () => {
    const { shell, below } = await underRunner('npx tsx tools/demo.ts');
    expect(isAlive(below)).toBe(true);
    shell.kill('SIGKILL');
    for (let waited = 0; isAlive(below) && waited < 10_000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(isAlive(below)).toBe(false);
  },
  60_000
);

linux(
  'the end of a plain shell above is no reason to go: it may have been left running on purpose',
  async () => {
    const { shell, below } = await underRunner('a script');
    shell.kill('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(isAlive(below)).toBe(true);
    process.kill(below, 'SIGKILL');
  },
  60_000
);
