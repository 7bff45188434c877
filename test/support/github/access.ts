import { forbidden } from './answer.ts';

export type Scope = 'contents' | 'pull-requests' | 'issues' | 'checks';
export type Permissions = Readonly<Partial<Record<Scope, 'read' | 'write'>>>;

/** Who asks, and what the token of the request allows. */
export class Access {
  readonly login: string;
  readonly #permissions: Permissions;
  readonly #private: boolean;

  constructor(login: string, permissions: Permissions, privateRepository: boolean) {
    this.login = login;
    this.#permissions = permissions;
    this.#private = privateRepository;
  }

  canWrite(...scopes: readonly Scope[]): boolean {
    return scopes.some((scope) => this.#permissions[scope] === 'write');
  }

  /** Throws the refusal of a token that may write none of these. */
  mustWrite(...scopes: readonly Scope[]): void {
    if (!this.canWrite(...scopes)) throw forbidden();
  }

  /** A public repository is read by everybody; a private one only with the permission. */
  mustRead(...scopes: readonly Scope[]): void {
    if (this.#private && !scopes.some((scope) => this.#permissions[scope] !== undefined)) throw forbidden();
  }
}
