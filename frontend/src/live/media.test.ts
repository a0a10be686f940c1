import { expect, it } from "vitest";
import { troubleOf } from "./devices";
import { Media } from "./media";

class Track {
  readonly kind: string;
  constructor(kind: string) {
    this.kind = kind;
  }
}

class Up {
  direction = "recvonly";
  mid = "0";
  receiver = { track: new Track("audio") };
  sender = {
    track: null as unknown,
    encodings: [{ rid: "h" }, { rid: "l" }],
    replaceTrack: async (track: unknown) => {
      this.sender.track = track;
    },
    getParameters: () => ({ encodings: this.sender.encodings }),
    setParameters: async () => undefined,
  };
}

/** Of a peer connection, what the page touches. */
class Connection {
  connectionState = "new";
  onconnectionstatechange: (() => void) | null = null;
  localDescription = { sdp: "answer" };
  ups = [new Up(), new Up()];
  closed = false;
  setRemoteDescription = async () => undefined;
  createAnswer = async () => ({ sdp: "answer" });
  setLocalDescription = async () => undefined;
  getTransceivers = () => this.ups;
  close = () => {
    this.closed = true;
  };
  becomes(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

const stream = (sound: unknown, picture: unknown) =>
  ({ getAudioTracks: () => [sound], getVideoTracks: () => [picture] }) as unknown as MediaStream;

function media() {
  const connections: Connection[] = [];
  const told: string[] = [];
  const made = new Media(
    {
      streams: () => told.push("streams"),
      failed: () => told.push("failed"),
      doubtful: () => told.push("doubtful"),
    },
    () => {
      const next = new Connection();
      connections.push(next);
      return next as unknown as RTCPeerConnection;
    },
  );
  return { made, connections, told };
}

it("sends its tracks in the two places that the offer keeps for them", async () => {
  const { made, connections } = media();
  const [sound, picture] = [new Track("audio"), new Track("video")];
  expect(await made.answer("offer", stream(sound, picture))).toBe("answer");
  const [up, video] = connections[0]?.ups ?? [];
  expect([up?.sender.track, video?.sender.track]).toEqual([sound, picture]);
  expect([up?.direction, video?.direction]).toEqual(["sendonly", "sendonly"]);
});

it("limits the two sizes of its picture", async () => {
  const { made, connections } = media();
  await made.answer("offer", null);
  expect(connections[0]?.ups[1]?.sender.encodings).toMatchObject([
    { rid: "h", scaleResolutionDownBy: 1 },
    { rid: "l", scaleResolutionDownBy: 2 },
  ]);
});

it("puts another track in place without a new offer", async () => {
  const { made, connections } = media();
  await made.answer("offer", null);
  const picture = new Track("video") as unknown as MediaStreamTrack;
  await made.send("video", picture);
  expect(connections[0]?.ups[1]?.sender.track).toBe(picture);
});

it("closes the connection of the leg before when a new offer comes", async () => {
  const { made, connections } = media();
  await made.answer("offer", null);
  await made.answer("offer", null);
  expect(connections.map((each) => each.closed)).toEqual([true, false]);
});

it("tells a connection that failed from one that is only in doubt", async () => {
  const { made, connections, told } = media();
  await made.answer("offer", null);
  connections[0]?.becomes("disconnected");
  connections[0]?.becomes("failed");
  expect(told.filter((word) => word !== "streams")).toEqual(["doubtful", "failed"]);
  expect(connections[0]?.closed).toBe(true);
});

it("tells blocked, in use, absent and impossible apart", () => {
  const named = (name: string) => troubleOf(new DOMException("", name));
  expect([named("NotAllowedError"), named("NotReadableError"), named("NotFoundError")]).toEqual([
    "blocked",
    "in_use",
    "absent",
  ]);
  expect([troubleOf(new TypeError()), troubleOf(null)]).toEqual(["unsupported", "other"]);
});
