import { env, stdout } from 'node:process';
import { runAction } from './action/run.ts';

process.exitCode = await runAction(env, (text) => stdout.write(text));
