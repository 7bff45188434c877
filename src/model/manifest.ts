import type { ResourceIdentity } from './finding.ts';
import type { MapNode, ScalarNode, ValueNode } from './node.ts';
import type { LineIndex, Range } from './position.ts';

/** What is wrong with a text that is no YAML, where it can be told. */
export type SyntaxFault = 'open-quote' | 'open-bracket' | 'tab' | 'refused' | 'other';

/** Why a document could not be read. Each is one message of the rule `unreadable-manifest`. */
export type UnreadableReason =
  | {
      readonly kind: 'syntax';
      readonly fault: SyntaxFault;
      /** The parser's own words. */
      readonly detail: string;
      readonly template: boolean;
    }
  | { readonly kind: 'limit'; readonly limit: string; readonly allowed: number; readonly found: number }
  | { readonly kind: 'encoding'; readonly detail: string }
  | { readonly kind: 'large-file-pointer' }
  | { readonly kind: 'outside-root'; readonly target: string }
  | { readonly kind: 'dropped-text' }
  | { readonly kind: 'unavailable'; readonly detail: string };

/** A document, or a whole file, that may hold a Service or a workload and could not be read. */
export interface Unreadable {
  readonly document: number;
  readonly range: Range;
  readonly reason: UnreadableReason;
}

/** A key written more than once in one map; Kubernetes keeps the last one. */
export interface DuplicateKey {
  readonly document: number;
  readonly key: string;
  readonly kept: ScalarNode;
  readonly dropped: readonly ScalarNode[];
}

/** A comment that is kept for what it may say to the gate. */
export interface Comment {
  readonly document: number;
  readonly range: Range;
  /** As written, `#` included. */
  readonly text: string;
  /** It stands above the first key of its document, and so speaks of all of it. */
  readonly leads: boolean;
}

/** One Kubernetes object as written, before namespaces and kustomizations are taken into account. */
export interface ParsedResource {
  readonly document: number;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: ScalarNode | undefined;
  readonly namespace: ScalarNode | undefined;
  readonly root: MapNode;
}

/** One file and all its documents. */
export interface Manifest {
  /**
   * All of it, a byte order mark included; empty where it could not be read. Of a file that nothing can point into, it is
   * read again whenever it is asked for, and so are `lines`.
   */
  readonly text: string;
  readonly lines: LineIndex;
  /** Characters of the text. */
  readonly length: number;
  /** Four numbers with dots between them stand somewhere in the text. */
  readonly holdsAddress: boolean;
  /** Documents that were looked at, skipped and empty ones not counted. */
  readonly documents: number;
  readonly resources: readonly ParsedResource[];
  readonly unreadable: readonly Unreadable[];
  /** A document that is read only for what it says of others, and is not judged, could not be read. */
  readonly passesOver: boolean;
  readonly duplicateKeys: readonly DuplicateKey[];
  /** Kinds of the documents that were skipped because the gate does not judge them. */
  readonly otherKinds: ReadonlySet<string>;
  /** The root of the only document of a `kustomization.yaml`, else undefined. */
  readonly kustomization: MapNode | undefined;
  /** Documents that name a kind but no apiVersion: Kubernetes refuses them, so they are not judged. */
  readonly withoutApiVersion: readonly MapNode[];
  /** Comments that hold the word which was asked for, of documents that could be read, in the order of the file. */
  readonly comments: readonly Comment[];
}

/**
 * How sure we are of a resource: *complete*; *partial* when patches, generators, transformers or values that were not
 * rendered can still change it.
 */
export type Completeness = 'complete' | 'partial';

/** An entry of a kustomization's `resources`, by which it takes in a file or the kustomization of a folder. */
export interface Reference {
  /** The file of the kustomization. */
  readonly file: string;
  readonly node: ValueNode;
}

/** One way that leads to a file. */
export interface Route {
  /** The outermost kustomization or deployer. */
  readonly root: string;
  /** The entries on the way, the outermost first; none where a deployer takes a folder as it is. */
  readonly references: readonly Reference[];
}

/** One object of a tree, as it would be applied. */
export interface Resource extends ParsedResource {
  readonly file: string;
  readonly manifest: Manifest;
  /** The namespace it goes to; null where the manifests leave it open. */
  readonly namespaceName: string | null;
  readonly identity: ResourceIdentity;
  /** `kind/namespace/name`, the key that the API server knows it by. */
  readonly key: string;
  readonly completeness: Completeness;
  /** The kustomization that makes it partial. */
  readonly partialBecause: string | undefined;
  /** The folder (and cluster) whose resources are applied together with it. */
  readonly scope: string;
  readonly cluster: string | undefined;
  /** The file whose path tells the cluster: the kustomization that applies it, or its own. */
  readonly appliedBy: string;
  /** The ways that lead to it; none where no kustomization and no deployer names its file. */
  readonly routes: readonly Route[];
}
