// The one peer connection of this leg: the server offers once, this page answers once.
import { type Sample, sampleOf } from "./quality";

export interface MediaListener {
  /** Streams that arrive, by MID; empty when the connection is closed. */
  streams: (streams: ReadonlyMap<string, MediaStream>) => void;
  /** The connection is gone for good. */
  failed: () => void;
  /** It does not get through at the moment. */
  doubtful: () => void;
}

/** Of each m-line that goes up, its place in the offer. */
const UP = { audio: 0, video: 1 } as const;

const LAYERS: Record<string, { maxBitrate: number; scaleResolutionDownBy: number }> = {
  h: { maxBitrate: 500_000, scaleResolutionDownBy: 1 },
  l: { maxBitrate: 150_000, scaleResolutionDownBy: 2 },
};

const LARGE = "h";

export class Media {
  private connection: RTCPeerConnection | null = null;

  private readonly listener: MediaListener;
  private readonly create: () => RTCPeerConnection;

  constructor(listener: MediaListener, create = () => new RTCPeerConnection()) {
    this.listener = listener;
    this.create = create;
  }

  /** Take the offer, send these tracks (none is a track too: it can come later), give the answer. */
  async answer(offer: string, own: MediaStream | null): Promise<string> {
    this.close();
    const connection = this.create();
    this.connection = connection;
    connection.onconnectionstatechange = () => this.look(connection);
    await connection.setRemoteDescription({ type: "offer", sdp: offer });
    await this.send("audio", own?.getAudioTracks()[0] ?? null);
    await this.send("video", own?.getVideoTracks()[0] ?? null);
    const answer = await connection.createAnswer();
    await connection.setLocalDescription(answer);
    await this.limitLayers(connection);
    this.listener.streams(streamsOf(connection));
    return connection.localDescription?.sdp ?? answer.sdp ?? "";
  }

  /** Put a track in its place without any renegotiation; null for silence or no picture. */
  async send(kind: "audio" | "video", track: MediaStreamTrack | null): Promise<void> {
    const transceiver = this.connection?.getTransceivers()[UP[kind]];
    if (transceiver === undefined) return;
    if (transceiver.direction !== "sendonly") transceiver.direction = "sendonly";
    await transceiver.sender.replaceTrack(track);
  }

  /** What has arrived so far; null: nothing can arrive now. */
  async sample(): Promise<Sample | null> {
    const connection = this.connection;
    if (connection?.connectionState !== "connected") return null;
    return connection.getStats().then(sampleOf, () => null);
  }

  /** Send the small picture alone, or both; an old browser that cannot goes on with what it sends. */
  async lower(low: boolean): Promise<void> {
    const sender = this.connection?.getTransceivers()[UP.video]?.sender;
    const parameters = sender?.getParameters();
    const large = parameters?.encodings?.find(({ rid }) => rid === LARGE);
    if (sender === undefined || parameters === undefined || large === undefined) return;
    large.active = !low;
    await sender.setParameters(parameters).catch(() => undefined);
  }

  close(): void {
    const connection = this.connection;
    this.connection = null;
    if (connection === null) return;
    connection.onconnectionstatechange = null;
    connection.close();
    this.listener.streams(new Map());
  }

  private look(connection: RTCPeerConnection): void {
    if (connection !== this.connection) return;
    if (connection.connectionState === "failed") {
      this.close();
      this.listener.failed();
    } else if (connection.connectionState === "disconnected") this.listener.doubtful();
  }

  private async limitLayers(connection: RTCPeerConnection): Promise<void> {
    const sender = connection.getTransceivers()[UP.video]?.sender;
    const parameters = sender?.getParameters();
    if (sender === undefined || !parameters?.encodings?.length) return;
    for (const encoding of parameters.encodings)
      Object.assign(encoding, LAYERS[encoding.rid ?? ""]);
    // An old browser that refuses limits sends one layer without them: still a picture.
    await sender.setParameters(parameters).catch(() => undefined);
  }
}

function streamsOf(connection: RTCPeerConnection): ReadonlyMap<string, MediaStream> {
  const down = connection.getTransceivers().slice(2);
  return new Map(
    down.map((each) => [each.mid ?? "", new MediaStream([each.receiver.track])] as const),
  );
}
