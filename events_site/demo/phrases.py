"""What the simulated attendees say, in the language each of them speaks."""

from __future__ import annotations

GREETINGS = {
    "ko": (
        "안녕하세요, 만나서 반갑습니다! 오늘 어떤 일로 오셨어요?",
        "반갑습니다. 명함 대신 요즘 만들고 있는 프로젝트 이야기부터 해도 될까요?",
        "안녕하세요! 방금 1층 발표를 듣고 올라왔어요.",
        "처음 뵙겠습니다. 어떤 분을 찾고 계신지 궁금해요.",
    ),
    "en": (
        "Hello, good to meet you! What brings you here today?",
        "Hi! Shall we skip the business cards and talk about what we're building?",
        "Hello! I just came up from the talk on the first floor.",
        "Nice to meet you. Whom are you hoping to find here?",
    ),
}

REPLIES = {
    "ko": (
        "흥미롭네요. 조금 더 자세히 들려주실 수 있어요?",
        "저희 팀도 비슷한 문제를 겪었어요. 데이터 정리에 가장 오래 걸렸습니다.",
        "그 부분은 제가 소개해 드릴 만한 분이 있어요.",
        "오후에 8층 워크숍에도 가시나요? 거기서 이어서 이야기해요.",
        "좋은 질문이에요. 저희는 작은 모델부터 시작했어요.",
        "네, 자료를 정리해서 보내 드릴게요.",
    ),
    "en": (
        "That is interesting. Could you tell me a little more?",
        "Our team had a similar problem. Cleaning the data took the longest.",
        "I know somebody I could introduce you to for that.",
        "Are you going to the workshop on the eighth floor? Let's go on there.",
        "Good question. We started with a small model.",
        "Sure, I'll put the material together for you.",
    ),
}

GOODBYES = {
    "ko": ("이야기 정말 즐거웠어요. 남은 포럼도 즐겁게 보내세요!", "덕분에 많이 배웠습니다. 또 뵈어요!"),
    "en": ("I really enjoyed this. Have a good forum!", "I learned a lot, thank you. See you around!"),
}
