import { compareVersions, validate } from 'compare-versions';

/**
 * The version of the controller, if it is known. Without one the newest behaviour that the model knows is assumed, and
 * `thresholds` tells which versions would have made a difference.
 */
export class ControllerVersion {
  readonly #version: string | undefined;
  readonly #thresholds = new Set<string>();

  constructor(version: string | undefined) {
    const plain = version === undefined ? undefined : withoutBuild(version);
    this.#version = plain !== undefined && validate(plain) ? plain : undefined;
  }

  /** True when the controller is at least of this version. */
  since(version: string): boolean {
    this.#thresholds.add(version);
    return this.#version === undefined || compareVersions(this.#version, withoutBuild(version)) >= 0;
  }

  /** The versions that were asked for. */
  get thresholds(): readonly string[] {
    return [...this.#thresholds].sort((a, b) => compareVersions(withoutBuild(a), withoutBuild(b)));
  }
}

/** `v1.9.3.164-g2105d2e-aliyun`, `1.24.6-aliyun.1` without the build, which would rank below the plain number. */
function withoutBuild(version: string): string {
  return version.replace(/(?:-g[0-9a-f]+)?(?:-aliyun(?:\.[0-9]+)?)?$/, '');
}

/** True when a version lies below another one; undefined when it is not known or no version. */
export function isBelow(version: string | undefined, threshold: string): boolean | undefined {
  const plain = version === undefined ? undefined : withoutBuild(version);
  if (plain === undefined || !validate(plain)) return undefined;
  return compareVersions(plain, withoutBuild(threshold)) < 0;
}
