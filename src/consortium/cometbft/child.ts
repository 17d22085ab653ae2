import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';

const GRACE_MS = 5_000;

/** A program of ours that runs beside this one; what it prints goes to a file. */
export class Child {
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  #hasEnded = false;

  constructor(program: string, args: readonly string[], logFile: string) {
    const log = openSync(logFile, 'a');
    // Its own group: a Ctrl-C in the terminal is for this program, which stops the others in order.
    // The pipe closes when this program is gone, however it went.
    this.#process = spawn(program, args, { stdio: ['pipe', log, log], detached: true });
    closeSync(log);
    this.#ended = new Promise((resolve) => {
      const end = () => {
        this.#hasEnded = true;
        resolve();
      };
      this.#process.once('exit', end);
      this.#process.once('error', end);
    });
    STARTED.add(this);
    void this.#ended.then(() => STARTED.delete(this));
  }

  get isRunning(): boolean {
    return !this.#hasEnded;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Ends it in order, or at once after five seconds. */
  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), GRACE_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Ends it as a power failure would. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}

const STARTED = new Set<Child>();

/** Nothing that was started is left behind, however this program ends. */
process.once('exit', () => {
  for (const { pid } of STARTED) if (pid !== undefined) killQuietly(pid);
});

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
