"""What people of the demo forum are asked to agree to: each matter on its own, none ticked beforehand."""

from __future__ import annotations

from forum.consents.verbs import Matter

CONSENTS = (
    Matter(
        "registration",
        True,
        "포럼 등록을 위한 개인정보 수집·이용",
        "Personal data for your registration",
        "이름, 이메일, 소속, 역할을 등록 확인과 입장, 일정 안내에 이용하고 포럼 종료 90일 뒤 파기합니다. "
        "동의하지 않으실 수 있으며, 이 경우 등록하실 수 없습니다.",
        "Name, e-mail, organization and role are used to confirm your registration, let you in and keep you "
        "informed, and are erased 90 days after the forum. You may refuse; then you cannot register.",
    ),
    Matter(
        "networking",
        False,
        "네트워킹에서 이름과 소속 공개",
        "Name and organization shown in networking",
        "대화 상대와 로비에 있는 참가자에게 이름, 소속, 네트워킹 카드를 보여 줍니다. 연락처는 공개하지 않습니다. "
        "동의하지 않으셔도 포럼에 참가하실 수 있습니다.",
        "Your name, organization and card are shown to those you meet and in the lobby; contact details never "
        "are. You may refuse and still take part in the forum.",
    ),
    Matter(
        "news",
        False,
        "허브 소식 메일 수신",
        "News from the hub",
        "다음 포럼과 교육 소식을 이메일로 보내 드립니다. 동의는 언제든 철회하실 수 있습니다.",
        "News of further forums and courses by e-mail. You can stop it at any time.",
    ),
)
