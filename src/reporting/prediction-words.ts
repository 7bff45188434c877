import type { NoPrediction } from '../controller/prediction.ts';
import type { Bilingual } from '../model/finding.ts';

/** Why neither controller takes a Service, as it follows "no load balancer: ". */
export function notServedWords(reason: NoPrediction['reason'], loadBalancerClass = ''): Bilingual {
  const named = loadBalancerClass === '' ? '' : ` ${loadBalancerClass}`;
  const words: Readonly<Record<NoPrediction['reason'], Bilingual>> = {
    type: { en: 'it is no LoadBalancer Service', zh: '它不是 LoadBalancer Service' },
    loadBalancerClass: {
      en: `no controller serves loadBalancerClass${named}`,
      zh: `没有控制器处理 loadBalancerClass${named}`,
    },
    'tunnel-type': { en: 'its tunnel-type annotation opts out', zh: 'tunnel-type 注解使其被跳过' },
    class: { en: 'its class annotation opts out', zh: 'class 注解使其被跳过' },
    'type-annotation': { en: 'its type annotation opts out', zh: 'type 注解使其被跳过' },
  };
  return words[reason];
}
