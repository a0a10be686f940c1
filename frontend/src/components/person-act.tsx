// One act on one person: asked about where something is open, sent at once where nothing is.
import { useEffect, useState } from "preact/hooks";
import type { ChairPanel, PanelLeg, PanelPerson } from "../wire";
import { t, timeOfDay } from "../words";
import type { Desk } from "./desk";
import { ExcludeDialog } from "./exclude-dialog";
import { type Act, isClear, sharedRoomWords } from "./panel-words";
import {
  type Admission,
  AdmitDialog,
  HoldDialog,
  IdentifyDialog,
  RefuseDialog,
} from "./person-dialogs";

interface Props {
  act: Act;
  panel: ChairPanel;
  person: PanelPerson;
  leg: PanelLeg;
  desk: Desk;
  onDone: () => void;
}

export function PersonAct(props: Props) {
  // Fixed when the question appears: what is granted is granted on what was seen then.
  const [seen] = useState(props.panel.version);
  switch (props.act) {
    case "identify":
      return <Identify {...props} />;
    case "admit":
      return <Admit {...props} seen={seen} />;
    case "refuse":
      return <Refuse {...props} />;
    case "hold":
      return <Hold {...props} />;
    case "exclude":
      return <Exclude {...props} />;
    case "bring_back":
      return <BringBack {...props} seen={seen} />;
    case "release":
      return <AtOnce {...props} path={`legs/${props.leg.leg_id}/release`} body={{ seen }} />;
    case "return":
      return <AtOnce {...props} path={`legs/${props.leg.leg_id}/return`} body={{ seen }} />;
    case "ask_again":
      return <AtOnce {...props} path={`legs/${props.leg.leg_id}/question`} body={{}} />;
    default:
      return impossible(props.act);
  }
}

function impossible(_: never): null {
  return null;
}

/** Refused: the question stays open, with what was filled in, and says why. */
async function sendAndClose({ desk, onDone }: Props, path: string, body: unknown): Promise<void> {
  if (await desk.send(path, body)) onDone();
}

/** Nothing is open, so there is no question: what is refused stands at the top of the panel. */
function AtOnce(props: Props & { path: string; body: unknown }) {
  useEffect(() => void props.desk.send(props.path, props.body).then(props.onDone), []);
  return null;
}

function Identify(props: Props) {
  const { person, leg, desk, onDone } = props;
  const path = `participants/${person.participant_id}/identity`;
  return (
    <IdentifyDialog
      person={person}
      desk={desk}
      title="identity.title"
      submit="identity.submit"
      onKnown={(method) => void sendAndClose(props, path, { leg_id: leg.leg_id, method })}
      onCancel={onDone}
    />
  );
}

function Admit(props: Props & { seen: number }) {
  const { person, leg, desk, onDone, seen } = props;
  const path = `participants/${person.participant_id}/admission`;
  const send = (admission: Admission) =>
    void sendAndClose(props, path, { leg_id: leg.leg_id, ...admission, seen });
  if (leg.identified && isClear(leg)) {
    return (
      <AtOnce
        {...props}
        path={path}
        body={{ leg_id: leg.leg_id, identity: null, reason: null, seen }}
      />
    );
  }
  return <AdmitDialog person={person} leg={leg} desk={desk} onAdmit={send} onCancel={onDone} />;
}

function Refuse(props: Props) {
  const { person, leg, desk, onDone } = props;
  const path = `participants/${person.participant_id}/refusal`;
  return (
    <RefuseDialog
      person={person}
      desk={desk}
      onRefuse={(reason) => void sendAndClose(props, path, { leg_id: leg.leg_id, reason })}
      onCancel={onDone}
    />
  );
}

function Hold(props: Props) {
  const { panel, person, leg, desk, onDone } = props;
  return (
    <HoldDialog
      person={person}
      alsoSilent={leg.kind === "room" ? sharedRoomWords(panel, person) : null}
      desk={desk}
      onHold={(notice_minutes) =>
        void sendAndClose(props, `legs/${leg.leg_id}/hold`, { notice_minutes })
      }
      onCancel={onDone}
    />
  );
}

function Exclude(props: Props) {
  const { panel, person, desk, onDone } = props;
  return (
    <ExcludeDialog
      name={person.name}
      warning={warningInWords(panel, person)}
      alsoSilent={sharedRoomWords(panel, person)}
      desk={desk}
      onExclude={(exclusion) =>
        void sendAndClose(props, `participants/${person.participant_id}/exclusion`, exclusion)
      }
      onCancel={onDone}
    />
  );
}

function warningInWords(panel: ChairPanel, person: PanelPerson): string {
  const given = panel.agenda.warned.find((each) => each.participant_id === person.participant_id);
  if (given === undefined) return t("chair.not-warned");
  return t("chair.warned", { time: timeOfDay(new Date(given.at_ms)) });
}

function BringBack(props: Props & { seen: number }) {
  const { person, leg, desk, onDone, seen } = props;
  const path = `participants/${person.participant_id}`;
  const body = { leg_id: leg.leg_id, seen };
  async function known(method: string): Promise<void> {
    const confirmed = await desk.send(`${path}/identity`, { leg_id: leg.leg_id, method });
    if (confirmed && (await desk.send(`${path}/readmission`, body))) onDone();
  }
  if (leg.identified) return <AtOnce {...props} path={`${path}/readmission`} body={body} />;
  return (
    <IdentifyDialog
      person={person}
      desk={desk}
      title="readmit.title"
      submit="readmit.submit"
      onKnown={(method) => void known(method)}
      onCancel={onDone}
    />
  );
}
