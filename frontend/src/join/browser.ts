// Which browser this is, as far as it decides what to tell a person.

/** Apps that open links inside themselves: no call, or one that ends when they are put away. */
const INSIDE_AN_APP =
  /FBAN|FBAV|FB_IAB|Instagram|Snapchat|Line\/|MicroMessenger|TikTok|musical_ly|Bytedance|Twitter|LinkedInApp|Pinterest|GSA\/|; wv\)/i;

export function isInsideAnApp(agent: string): boolean {
  // On an iPhone every real browser names Safari; an app's own window does not.
  const isBareWindow = /iPhone|iPad/.test(agent) && !agent.includes("Safari/");
  return isBareWindow || INSIDE_AN_APP.test(agent);
}

/** Whether everything that a call needs is there. */
export function canCall(world: Window & typeof globalThis): boolean {
  const { RTCPeerConnection, WebSocket, navigator } = world;
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  return Boolean(RTCPeerConnection && WebSocket && devices?.getUserMedia);
}

export type Family = "firefox" | "iphone" | "safari" | "android" | "chrome";

/** How a blocked camera is allowed again differs between these. */
export function familyOf(agent: string): Family {
  if (/iPhone|iPad/.test(agent)) return "iphone";
  if (agent.includes("Firefox/")) return "firefox";
  if (agent.includes("Android")) return "android";
  return agent.includes("Chrome/") ? "chrome" : "safari";
}
