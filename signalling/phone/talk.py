"""The dialogue with a caller who is known: questions, waiting, inside, a private room."""

import math
from uuid import UUID

from signalling.messages import Aside, Ended, View, Waiting
from signalling.phone.acts import (
    Act,
    Answer,
    AskForBreak,
    AskToSpeak,
    CallOffice,
    HangUp,
    Joined,
    Leave,
    ReplyTo,
    RingMeBack,
    SetMute,
    Signal,
    TellTrouble,
)
from signalling.phone.keypad import TWICE_SECONDS, Keypad, Wish
from signalling.phone.questions import Questions
from signalling.phone.spoken_view import since, waited, where_we_are, who_is_here
from signalling.phone.voice import Voice

REPLY_AFTER = TWICE_SECONDS
"""Asking to speak is answered so long after the first press, whatever follows: so nobody who
listens can tell whether a second one did."""

CHOICE_OPEN = 15.0
"""Seconds after the choice was said for which key 1 means to be rung back; then it means yes to a
question again."""

ARRIVES_WITHIN = 3.0
"""Seconds after which a view has seen the answers that were taken."""

TONE_EVERY = 10.0
"""Seconds between the soft tones that say that the line is not dead."""

MINUTE = 60.0


class Talk:
    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._word_every = 0.0
        self._keypad = Keypad()
        self._view: View | None = None
        self._before: View | None = None
        """That of before a cut: to tell what has changed, and for nothing else."""
        self._me: UUID | None = None
        self._questions: Questions | None = None
        self._answered_until = 0.0
        """The set is on its way: until it has arrived the view still asks."""
        self._has_answered_once = False
        self._muted = False
        self._ask_at = 0.0
        """Not before this are questions asked again: something else is being asked."""
        self._offer = 0
        """The number of the utterance in which the choice is said."""
        self._reply_at: float | None = None
        self._leaving_at: float | None = None
        self._waiting_since = 0.0
        self._word_at = 0.0
        self._tone_at = 0.0
        self._was_cut = False
        self._is_over = False

    def begin(self) -> list[Act]:
        """The PIN was right: now plain words are said."""
        return [self._voice.say("welcome")]

    # ------------------------------------------------------------ told by the service

    def joined(self, joined: Joined, at: float) -> list[Act]:
        """In the lobby, for the first time or again."""
        again = self._me is not None
        self._me, self._muted = joined.leg_id, False
        self._view = self._before = None
        self._word_every = joined.word_every
        self._waiting_since = self._word_at = self._tone_at = at
        self._questions, self._answered_until = None, 0.0
        return [self._voice.say("line-lost")] if again else []

    def saw(self, view: View, at: float) -> list[Act]:
        before, self._view = self._view or self._before, view
        self._before = None
        if isinstance(view.screen, Ended):
            return self.goodbye("ended")
        acts: list[Act] = []
        clips = since(before, view, self._voice, self._me)
        if self._was_cut and not clips:
            clips = where_we_are(self._voice, view)
        self._was_cut = False
        is_moved = before is not None and type(before.screen) is not type(view.screen)
        if clips and is_moved:
            acts += self._voice.instead(*clips, is_inside=not isinstance(view.screen, Waiting))
        elif clips:
            acts += [self._voice.say(*clips, is_inside=not isinstance(view.screen, Waiting))]
        if is_moved:
            self._waiting_since = self._word_at = self._tone_at = at
        return [*acts, *self._offer_call_back(before, at), *self._ask_if_needed(at)]

    def _offer_call_back(self, before: View | None, at: float) -> list[Act]:
        """Once, when they are told that they have to be out of a part (REQ-62).

        Questions that were being asked are put away: key 1 cannot mean two things.
        """
        screen = None if self._view is None else self._view.screen
        if not isinstance(screen, Waiting) or not screen.may_be_rung:
            return []
        was = None if before is None else before.screen
        if isinstance(was, Waiting) and was.may_be_rung:
            return []
        offer = self._voice.say("choose-call-back")
        self._offer, self._ask_at, self._questions = offer.number, at + CHOICE_OPEN, None
        return [offer]

    def _keep_choice_open(self, at: float) -> None:
        """Nobody can choose before they have been told of what."""
        if at < self._ask_at and not self._voice.has_said(self._offer):
            self._ask_at = at + CHOICE_OPEN

    def _ask_if_needed(self, at: float) -> list[Act]:
        screen = None if self._view is None else self._view.screen
        needed = not isinstance(screen, Ended | None) and screen.answers_needed
        if not needed:
            self._questions, self._answered_until = None, 0.0
            return []
        if self._questions is not None or at < max(self._ask_at, self._answered_until):
            return []
        self._questions = Questions(self._voice)
        return self._questions.begin(again=self._has_answered_once)

    def cut(self) -> list[Act]:
        """Nothing of before may be said any more. The next view says where they are now."""
        self._was_cut = True
        self._before, self._view = self._view or self._before, None
        return self._voice.instead("one-moment") if not self._is_over else []

    def settled(self, act: Act, at: float, *, is_done: bool) -> list[Act]:
        """Only of what the caller may know the fate of: never of asking to speak."""
        match act:
            case SetMute(muted) if is_done:
                self._muted = muted
                return [self._voice.say("muted" if muted else "unmuted")]
            case AskForBreak() if is_done:
                return [self._voice.say("break-asked")]
            case TellTrouble() if is_done:
                return [self._voice.say("trouble-told")]
            case CallOffice() if is_done:
                return [self._voice.say("office-told")]
            case SetMute() | AskForBreak() | TellTrouble() | CallOffice() | ReplyTo():
                return [] if is_done else [self._voice.say("not-now")]
            case RingMeBack() if not is_done:
                return [self._voice.say("no-call-back")]
            case RingMeBack():
                return self.goodbye("call-back-goodbye")
            case Answer():
                self._answered_until = at + ARRIVES_WITHIN if is_done else 0.0
                self._has_answered_once |= is_done
                return []
            case _:
                return []

    # ------------------------------------------------------------ told by the caller

    def key(self, digit: str, at: float) -> list[Act]:
        if self._is_over:
            return []
        wish = self._keypad.wish(digit, at)
        match wish:
            case Wish.YES | Wish.NO:
                return self._yes_or_no(digit, at)
            case Wish.SPEAK:
                return self._ask_to_speak(at)
            case Wish.SIGNAL:
                return [Signal()]
            case Wish.LEAVE_ONCE:
                self._leaving_at = at
                return []
            case Wish.LEAVE:
                self._leaving_at = None
                return [Leave(), *self.goodbye("left-goodbye")]
            case Wish.AGAIN if self._questions is not None:
                return self._questions.repeat()
            case _:
                return self._told(wish)

    def _told(self, wish: Wish) -> list[Act]:
        match wish:
            case Wish.WHO:
                return self._inside(*who_is_here(self._voice, self._view, self._me))
            case Wish.WHERE | Wish.AGAIN:
                return self._inside(*where_we_are(self._voice, self._view))
            case Wish.HELP:
                return self._voice.instead("keys")
            case Wish.MUTE:
                return [SetMute(not self._muted)]
            case Wish.BREAK:
                return [AskForBreak()]
            case Wish.TROUBLE:
                return [TellTrouble()]
            case _:
                return [CallOffice()]

    def _inside(self, *clips: str) -> list[Act]:
        is_waiting = self._view is None or isinstance(self._view.screen, Waiting)
        return self._voice.instead(*clips, is_inside=not is_waiting)

    def _ask_to_speak(self, at: float) -> list[Act]:
        """The reply is owed from the first press on, and given once."""
        if self._reply_at is None:
            self._reply_at = at + REPLY_AFTER
        return [AskToSpeak()]

    def _yes_or_no(self, digit: str, at: float) -> list[Act]:
        screen = None if self._view is None else self._view.screen
        if self._questions is not None:
            acts = self._questions.key(digit)
            if self._questions.is_done:
                self._questions, self._answered_until = None, math.inf
                self._word_at = at
            return acts
        if isinstance(screen, Aside) and screen.reply_wanted:
            return [*self._voice.instead("thank-you"), ReplyTo(digit == "1")]
        if isinstance(screen, Waiting) and screen.may_be_rung and digit == "1":
            return [RingMeBack()]
        if isinstance(screen, Waiting) and screen.may_be_rung:
            self._ask_at = at
            return self._voice.instead("stay-on-line")
        return self._voice.instead("no-question")

    # ------------------------------------------------------------ time

    def passes(self, at: float) -> list[Act]:
        if self._is_over:
            return []
        acts: list[Act] = []
        if self._reply_at is not None and at >= self._reply_at:
            self._reply_at = None
            acts += [self._voice.say("asked-to-speak")]
        if self._leaving_at is not None and at - self._leaving_at > TWICE_SECONDS:
            self._leaving_at = None
            acts += [self._voice.say("nine-again")]
        self._keep_choice_open(at)
        acts += self._ask_if_needed(at)
        if self._questions is not None:
            return [*acts, *self._questions.passes(at)]
        return [*acts, *self._while_waiting(at)]

    def _while_waiting(self, at: float) -> list[Act]:
        """A word at least so often, counted from one's start to the next one's."""
        if self._view is None or not isinstance(self._view.screen, Waiting):
            return []
        if not self._voice.is_quiet:
            return []
        if at - self._word_at >= self._word_every - WORD_LASTS:
            self._word_at = self._tone_at = at
            return [self._voice.say(*self._waiting_word(at))]
        if at - self._tone_at >= TONE_EVERY:
            self._tone_at = at
            return [self._voice.say("wait")]
        return []

    def _waiting_word(self, at: float) -> tuple[str, ...]:
        return ("still-waiting", *waited(int((at - self._waiting_since) // MINUTE)))

    def goodbye(self, name: str) -> list[Act]:
        """The call ends with this; a second goodbye is not said."""
        if self._is_over:
            return []
        self._is_over = True
        said = self._voice.instead(name, "goodbye")
        return [*said, HangUp(self._voice.last)]


WORD_LASTS = 5.0
"""Seconds that the longest thing said may delay the word that is due."""
