/** Attributes whose name in a request is not the controller's own with a capital letter. */
const irregular: Readonly<Record<string, string>> = {
  certId: 'ServerCertificateId',
  vGroupId: 'VServerGroupId',
  enableProxyProtocolV2: 'ProxyProtocolV2Enabled',
  xForwardedForSLBPort: 'XForwardedForSLBPORT',
};
const regular = new Map(Object.entries(irregular).map(([own, asked]) => [asked, own]));

/** The name of an attribute in a request: `Scheduler` for `scheduler`. */
export function requestName(attribute: string): string {
  return irregular[attribute] ?? attribute.charAt(0).toUpperCase() + attribute.slice(1);
}

/** The controller's own name of an attribute that a request names. */
export function attributeOf(name: string): string {
  return regular.get(name) ?? name.charAt(0).toLowerCase() + name.slice(1);
}
