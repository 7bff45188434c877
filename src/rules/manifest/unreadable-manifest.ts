import { kubernetesYaml } from '../../catalog/sources.ts';
import type { Bilingual } from '../../model/finding.ts';
import type { SyntaxFault, UnreadableReason } from '../../model/manifest.ts';
import type { MapNode } from '../../model/node.ts';
import { defineRule } from '../rule.ts';

interface Syntax {
  readonly fault: SyntaxFault;
  readonly detail: string;
}

function faultText({ fault, detail }: Syntax): Bilingual {
  switch (fault) {
    case 'open-quote':
      return { en: 'the quote that opens here is never closed', zh: '此处的引号没有闭合' };
    case 'open-bracket':
      return { en: 'the bracket that opens here is never closed', zh: '此处的括号没有闭合' };
    case 'tab':
      return { en: 'a tab may not stand in the indentation', zh: '缩进中不能使用制表符' };
    case 'refused':
    case 'other':
      return { en: detail, zh: detail };
  }
}

export const unreadableManifest = defineRule({
  id: 'unreadable-manifest',
  severity: 'error',
  firesOn: 'presence',
  subject: 'manifest',
  events: [],
  summary: {
    en: 'A document that may hold a Service or workload cannot be read.',
    zh: '可能包含 Service 或工作负载的文档无法读取。',
  },
  why: {
    en: 'What cannot be read cannot be judged: a mistake in it would pass unseen, and Kubernetes refuses the document or reads something else.',
    zh: '无法读取的内容无法判断：其中的错误会被漏过，而 Kubernetes 会拒绝该文档或读到不同的内容。',
  },
  remedy: {
    en: 'Mend the document, or leave its path out with paths.exclude in the configuration.',
    zh: '修正该文档，或在配置的 paths.exclude 中排除其路径。',
  },
  source: kubernetesYaml('manifests are YAML 1.1 or JSON documents'),
  messages: {
    syntax: {
      en: (data: Syntax) => `This document is not valid YAML: ${faultText(data).en}.`,
      zh: (data) => `该文档不是有效的 YAML：${faultText(data).zh}。`,
    },
    template: {
      en: (_: Syntax) => 'This is a template that was not rendered; until then it is not valid YAML.',
      zh: () => '这是尚未渲染的模板，渲染之前不是有效的 YAML。',
      remedy: {
        en: () => 'Check the rendered output instead, or leave the path out with paths.exclude in the configuration.',
        zh: () => '请检查渲染后的输出，或在配置的 paths.exclude 中排除该路径。',
      },
    },
    limit: {
      en: ({ limit, allowed, found }: { limit: string; allowed: number; found: number }) =>
        `This document goes past the limit ${limit}: ${found}, allowed ${allowed}.`,
      zh: ({ limit, allowed, found }) => `该文档超出限制 ${limit}：${found}，允许 ${allowed}。`,
      remedy: {
        en: () => 'Split the document, or leave its path out with paths.exclude in the configuration.',
        zh: () => '拆分该文档，或在配置的 paths.exclude 中排除其路径。',
      },
    },
    encoding: {
      en: ({ detail }: { detail: string }) =>
        detail === 'NUL'
          ? 'This file holds NUL characters, which Kubernetes refuses.'
          : `This file is not valid UTF-8${detail === 'UTF-16' ? ' but UTF-16' : ''}.`,
      zh: ({ detail }) =>
        detail === 'NUL'
          ? '该文件含有 Kubernetes 会拒绝的 NUL 字符。'
          : `该文件不是有效的 UTF-8${detail === 'UTF-16' ? '，而是 UTF-16' : ''}。`,
      remedy: { en: () => 'Save the file as UTF-8.', zh: () => '将文件保存为 UTF-8 编码。' },
    },
    'large-file-pointer': {
      en: (_: object) => 'Only the Git LFS pointer of this file is here, not its content.',
      zh: () => '此处只有该文件的 Git LFS 指针，没有实际内容。',
      remedy: {
        en: () => 'Fetch the content (git lfs pull, or lfs: true at checkout).',
        zh: () => '获取实际内容（git lfs pull，或在 checkout 时设置 lfs: true）。',
      },
    },
    'outside-root': {
      en: ({ target }: { target: string }) =>
        `This link leads out of the checked folder, to ${target}; it is not followed.`,
      zh: ({ target }) => `该链接指向检查目录之外的 ${target}；不会跟随。`,
      remedy: {
        en: () => 'Replace the link by the file itself, or leave its path out with paths.exclude in the configuration.',
        zh: () => '用文件本身替换该链接，或在配置的 paths.exclude 中排除其路径。',
      },
    },
    'dropped-text': {
      en: (_: object) =>
        'Kubernetes drops this text without a word: it stands after "..." and no "---" opens a new document.',
      zh: () => 'Kubernetes 会静默丢弃这段内容：它位于 "..." 之后，且没有以 "---" 开始新文档。',
      remedy: { en: () => 'Put "---" in front of it.', zh: () => '在其前面加上 "---"。' },
    },
    unavailable: {
      en: ({ detail }: { detail: string }) => `This file cannot be read: ${detail}.`,
      zh: ({ detail }) => `无法读取该文件：${detail}。`,
      remedy: {
        en: () => 'Make the file readable, or leave its path out with paths.exclude in the configuration.',
        zh: () => '使该文件可读，或在配置的 paths.exclude 中排除其路径。',
      },
    },
  },
  *check({ manifest }) {
    for (const { range, reason, document } of manifest.unreadable) {
      const node: MapNode = { kind: 'map', entries: new Map(), range };
      yield { at: { node, range }, document, ...said(reason) };
    }
  },
});

function said(reason: UnreadableReason) {
  switch (reason.kind) {
    case 'syntax': {
      const data = { fault: reason.fault, detail: reason.detail.replace(/\.$/, '') };
      return reason.template ? ({ message: 'template', data } as const) : ({ message: 'syntax', data } as const);
    }
    case 'limit':
      return { message: 'limit', data: reason } as const;
    case 'encoding':
      return { message: 'encoding', data: reason } as const;
    case 'large-file-pointer':
      return { message: 'large-file-pointer', data: {} } as const;
    case 'outside-root':
      return { message: 'outside-root', data: reason } as const;
    case 'dropped-text':
      return { message: 'dropped-text', data: {} } as const;
    case 'unavailable':
      return { message: 'unavailable', data: reason } as const;
  }
}
