import { key, step, text } from '../explanation.ts';
import { failed, fromSource, type EventFact } from './event.ts';

const misread = text(
  'The controller reads all annotations before it touches the cloud, and one that it cannot read ends the run.',
  '控制器在操作云资源之前读取全部注解，任何一个无法解析都会终止本次同步。',
);

/** Listeners: what the annotations say of them, and what the cloud makes of it. */
export const listenerEvents = {
  E28: {
    says: [
      'bandwidth must be integer, got [5M]',
      'Annotation IdleTimeout must be integer, but got [30s]',
      'parse IdleTimeout error: strconv.Atoi: parsing "30s": invalid syntax',
    ],
    meaning: text('An annotation is no integer.', '注解的值不是整数。'),
    why: misread,
    reason: failed,
    class: 'freeze',
    foresight: ['manifest'],
    steps: [
      step(
        'Write the annotation that the message names as a plain integer in quotes: "30", not "30s", "3.5", "1,000" or " 30".',
        '将报错中的注解写为带引号的纯整数："30"，而不是 "30s"、"3.5"、"1,000" 或 " 30"。',
      ),
    ],
    rules: ['annotation-not-integer'],
    source: fromSource,
  },
  E29: {
    says: [
      "port and protocol format must be like 'https:443' with colon separated",
      'port protocol format must be either [http|https|tcp|udp]',
    ],
    meaning: text('protocol-port is not understood.', 'protocol-port 无法解析。'),
    why: misread,
    reason: failed,
    class: 'freeze',
    foresight: ['manifest'],
    needs: ['protocol-port'],
    steps: [
      step(
        `Write ${key('protocol-port')} as "https:443,http:80": lower case, no blanks, no comma at the end; http, https, tcp or udp.`,
        `将 ${key('protocol-port')} 写为 "https:443,http:80"：小写、无空格、末尾无逗号；协议为 http、https、tcp 或 udp。`,
        'clb',
      ),
      step(
        `Write ${key('protocol-port')} as "tcpssl:443,tcp:80": no blanks, no comma at the end; tcp, udp or tcpssl.`,
        `将 ${key('protocol-port')} 写为 "tcpssl:443,tcp:80"：无空格、末尾无逗号；协议为 tcp、udp 或 tcpssl。`,
        'nlb',
      ),
    ],
    rules: ['protocol-port-syntax'],
    source: fromSource,
  },
  E30: {
    says: ['Annotation ForwardPort error', 'forward port format error', 'forward port is not an integer'],
    meaning: text('forward-port is not understood.', 'forward-port 无法解析。'),
    why: misread,
    reason: failed,
    class: 'freeze',
    foresight: ['manifest'],
    needs: ['forward-port'],
    steps: [
      step(
        `Write ${key('forward-port')} as "80:443": the http port, a colon, the https port; several with commas and no blanks.`,
        `将 ${key('forward-port')} 写为 "80:443"：http 端口、冒号、https 端口；多组以逗号分隔且无空格。`,
      ),
    ],
    rules: ['forward-port-incoherent'],
    source: fromSource,
  },
  E31: {
    says: ['parse DomainExtensions error', 'invalid domain extension'],
    meaning: text('domain-extensions is not understood.', 'domain-extensions 无法解析。'),
    why: misread,
    reason: failed,
    class: 'freeze',
    foresight: ['manifest'],
    needs: ['domain-extensions'],
    steps: [
      step(
        `Write ${key('domain-extensions')} as "www.example.com:<certificate id>"; several with commas.`,
        `将 ${key('domain-extensions')} 写为 "www.example.com:<证书 ID>"；多组以逗号分隔。`,
      ),
    ],
    rules: ['annotation-value-not-allowed'],
    source: fromSource,
  },
  E36: {
    says: [
      'can not update cert xxx to xxx because it is expired',
      'can not found cert by id',
      'describe new cert error',
    ],
    meaning: text('The certificate is expired or unknown.', '证书已过期或不存在。'),
    why: text(
      'cert-id was changed to a certificate that has run out, or that the region does not have. The listener keeps the old one.',
      'cert-id 被改为已过期或该地域不存在的证书。监听仍使用旧证书。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['runtime'],
    needs: ['cert-id', 'cacert-id', 'additional-cert-ids'],
    steps: [
      step(
        'See in the certificate list of the region whether the id exists, and until when it is valid.',
        '在该地域的证书列表中确认 ID 是否存在及其有效期。',
      ),
      step(
        `Upload a valid certificate, and set ${key('cert-id')} to its id.`,
        `上传有效证书，并将 ${key('cert-id')} 设为其 ID。`,
      ),
      step(
        'See how long the old certificate still holds: clients are refused on the day that it runs out.',
        '确认旧证书的剩余有效期：到期当日客户端会被拒绝。',
      ),
    ],
    rules: [],
    source: fromSource,
  },
  E37: {
    says: [
      'create listener error: Message: The specified listener already exists.',
      'update listener error: Message: The specified parameter is not valid.',
      'delete listener error: Message:',
    ],
    meaning: text('The cloud API refused a listener or a value.', '云 API 拒绝了监听或某个参数值。'),
    why: text(
      'The words after "Message:" name the value. Frequent: https without a certificate, a port that another protocol listens on, an access list that does not exist or is of another IP version, draining without a timeout, a number out of range.',
      '“Message:” 之后的内容指明了具体参数。常见：https 缺少证书、端口已被其他协议占用、访问控制策略组不存在或 IP 版本不符、启用优雅中断但未设超时、数值超出范围。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['manifest', 'inventory'],
    steps: [
      step(
        'Correct the annotation that belongs to the value; run "ack-service-gate check" on the manifest, most of them are found there.',
        '修正对应的注解；可对清单运行 "ack-service-gate check"，大多数问题都能查出。',
      ),
      step(
        'A listener that somebody made by hand holds the port: remove it in the console, or use another port.',
        '端口被手动创建的监听占用：在控制台删除该监听，或改用其他端口。',
        'reused',
      ),
    ],
    rules: [
      'https-listener-needs-cert',
      'acl-incomplete',
      'connection-drain-timeout-missing',
      'annotation-out-of-range',
      'annotation-value-not-allowed',
      'annotation-flag-not-canonical',
      'sticky-session-incomplete',
      'health-check-timing',
      'forward-port-incoherent',
      'bandwidth-billing-conflict',
      'listener-recreated',
      'shared-port-moves',
      'shared-clb-port-collision',
      'reused-clb-mismatch',
    ],
    source: fromSource,
  },
  E38: {
    says: ['there are unprocessed listeners in reconcile'],
    meaning: text('Listeners were skipped because their server group failed.', '服务器组创建失败，其监听被跳过。'),
    why: text(
      'A server group could not be made, or its first members were refused. This is what follows from it; the cause is a sibling of this event.',
      '服务器组未能创建，或首批后端被拒绝。此事件只是结果，原因在同一 Service 的其他事件中。',
    ),
    reason: failed,
    class: 'degraded',
    effect: text(
      'The listeners of these ports are not there; everything else is synced.',
      '这些端口没有监听；其余内容仍会同步。',
    ),
    foresight: ['runtime'],
    steps: [
      step(
        'Look for the other event of the same minute (kubectl -n <namespace> describe svc <name>), often E01, E02, E09 or E11, and explain that one.',
        '查看同一时刻的其他事件（kubectl -n <命名空间> describe svc <名称>），常见为 E01、E02、E09 或 E11，并据此处理。',
      ),
      step(
        'Once the cause is gone, the retry makes the listeners; nothing more is to be done.',
        '原因消除后，控制器重试时会自动创建监听，无需其他操作。',
      ),
    ],
    rules: ['node-ports-disabled-without-eni'],
    source: fromSource,
  },
} as const satisfies Record<string, EventFact>;
