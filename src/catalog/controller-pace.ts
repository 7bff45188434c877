import { considerations, controllerSource } from './sources.ts';

/** How fast the controller comes round to Services. Symptom S20, event E07 of the behaviour notes. */
export const controllerPace = {
  workers: {
    count: 3,
    of: 'Services that are synced at the same time',
    source: controllerSource('DefaultServiceMaxConcurrentReconciles, v2.14.0'),
  },
  throttling: {
    of: 'an account whose calls are throttled gets E07, and the Service starts over in full',
    source: considerations('large-scale changes; NLB calls are tried again within a sync, CLB calls are not'),
  },
} as const;

/** More Services than the workers come round to in three rounds are worth a word. */
export const manyServices = controllerPace.workers.count * 3;
