"""The sixty sessions of the demo forum. Times are minutes after a day's opening."""

from __future__ import annotations

from typing import NamedTuple

from events_site.demo.venue import Text


class Item(NamedTuple):
    """One session: `day` 1 or 2, `start` and `minutes` in minutes, `speakers` as positions in SPEAKERS."""

    day: int
    start: int
    minutes: int
    space: str
    kind: str
    track: str
    language: str
    title: Text
    abstract: Text
    speakers: tuple[int, ...]


MAIN, PREMIUM, OPEN, SIX, EIGHT, SEMINAR = (
    "playground",
    "premium-lounge",
    "open-lounge",
    "office-6a",
    "office-8a",
    "office-8b",
)
DAY_MINUTES = 540
"""A day of the forum: nine hours from the opening of the doors."""


def _item(
    when: tuple[int, int, int], space: str, kind: str, track: str, language: str,
    ko: tuple[str, str], en: tuple[str, str], *speakers: int,
) -> Item:  # fmt: skip
    return Item(*when, space, kind, track, language, Text(ko[0], en[0]), Text(ko[1], en[1]), speakers)


# fmt: off
SESSIONS = (
    # Day one ---------------------------------------------------------------------------------
    _item((1, 0, 40), MAIN, "keynote", "models", "ko", ("작은 모델의 큰 쓸모", "작은 언어 모델이 현장에서 큰 모델을 이기는 조건을 사례로 살펴봅니다."), ("Small models, large use", "When a small language model beats a large one on the shop floor, shown on real cases."), 0),
    _item((1, 50, 50), MAIN, "panel", "city", "ko", ("도시는 AI에게 무엇을 물어야 하나", "시민, 연구자, 담당자가 한자리에서 도시 데이터의 질문을 고릅니다."), ("What should a city ask of AI?", "Citizens, researchers and officials choose the questions worth asking of city data."), 4, 17, 27),
    _item((1, 50, 50), PREMIUM, "talk", "startups", "en", ("첫 해외 고객을 만나는 법", "서울에서 시작해 싱가포르에서 첫 계약을 맺기까지의 여섯 달을 나눕니다."), ("Meeting your first customer abroad", "Six months from Seoul to a first contract in Singapore, step by step."), 24),
    _item((1, 50, 90), SIX, "workshop", "models", "ko", ("한국어 평가 세트 직접 만들기", "내 서비스에 맞는 평가 문항 30개를 함께 만들고 채점합니다."), ("Build your own Korean evaluation set", "Write thirty test items for your own service and grade a model with them."), 34, 11),
    _item((1, 50, 50), EIGHT, "talk", "industry", "ko", ("공장에서 멈추지 않는 비전 검사", "조명이 바뀌어도 흔들리지 않는 검사 라인을 만든 과정을 이야기합니다."), ("Visual inspection that never stops", "How one line keeps its accuracy when the light changes."), 3),
    _item((1, 50, 50), SEMINAR, "talk", "models", "en", ("긴 문맥을 싸게 쓰는 법", "캐시, 압축, 검색을 섞어 비용을 5분의 1로 줄인 과정을 공유합니다."), ("Long context at a small price", "Mixing caches, compression and retrieval to pay a fifth."), 22),
    _item((1, 60, 300), OPEN, "networking", "talent", "ko", ("마당: 1:1 라이브 네트워킹", "‘준비됐어요’를 켜면 서로 도울 수 있는 사람과 짧게 만납니다. 언제든 들어오고 나갈 수 있습니다."), ("Madang: live one-to-one networking", "Press ready and meet, for a few minutes, somebody who offers what you seek. Come and go as you like.")),
    _item((1, 110, 40), MAIN, "talk", "models", "ko", ("공개 가중치, 공개 책임", "가중치와 함께 무엇을 공개해야 하는지 정리합니다."), ("Open weights, open duty", "What should be published together with the weights."), 29),
    _item((1, 110, 40), PREMIUM, "talk", "startups", "ko", ("투자자는 데모의 무엇을 보는가", "심사역이 데모 30편을 보며 적은 메모를 공개합니다."), ("What investors look for in a demo", "The notes of an associate after thirty demos."), 33, 8),
    _item((1, 110, 40), EIGHT, "talk", "industry", "en", ("전력망을 예측하는 그래프 모델", "안데스의 바람과 한반도의 여름을 한 모델로 다룹니다."), ("Graph models for the power grid", "One model for Andean wind and Korean summer."), 26, 18),
    _item((1, 110, 40), SEMINAR, "talk", "city", "ko", ("위성으로 보는 동네의 여름", "위성 영상으로 골목 단위의 더위를 지도로 만든 과정입니다."), ("A neighbourhood's summer from space", "Mapping heat street by street from satellite images."), 14),
    _item((1, 150, 30), MAIN, "break", "city", "ko", ("차와 다과", "1층에서 차를 나눕니다."), ("Tea and sweets", "Tea is served on the first floor.")),
    _item((1, 150, 60), PREMIUM, "tour", "city", "ko", ("층별 안내: 플레이그라운드에서 8층까지", "1층에서 시작해 5층 라운지, 6층과 8층 입주 오피스를 차례로 둘러봅니다."), ("Guided tour, floor by floor", "From the Play-Ground on the first floor to the lounges on the fifth and the offices on the sixth and eighth."), 36),
    _item((1, 180, 45), MAIN, "talk", "industry", "ko", ("병원에 들어간 음성 기록", "의사가 다시 손으로 쓰지 않게 된 순간을 이야기합니다."), ("Speech notes in the hospital", "The moment physicians stopped writing by hand."), 5, 32),
    _item((1, 180, 90), SIX, "workshop", "talent", "ko", ("포트폴리오를 부스로: JOB담 준비", "프로젝트 하나를 5분 설명과 한 장 포스터로 만듭니다."), ("From portfolio to booth", "Turn one project into a five-minute talk and a one-page poster for AI JOB Dam."), 38),
    _item((1, 180, 45), EIGHT, "talk", "models", "en", ("아랍어와 한국어의 음성 인식", "서로 먼 두 언어에서 배운 공통의 해법입니다."), ("Speech in Arabic and Korean", "What two distant languages taught one team."), 28),
    _item((1, 180, 45), SEMINAR, "community", "models", "ko", ("딥러닝 논문 읽기 모임", "이달의 논문 세 편을 함께 읽습니다. 처음 오는 분도 환영합니다."), ("Deep-learning reading circle", "Three papers of the month, read together. Newcomers welcome."), 10),
    _item((1, 240, 45), MAIN, "talk", "industry", "en", ("로봇 손의 마지막 1cm", "집기에 2만 번 실패하며 배운 점."), ("The last centimetre of a robot hand", "What twenty thousand failed grasps teach."), 25, 31),
    _item((1, 240, 60), PREMIUM, "pitch", "startups", "ko", ("아이디어 피치: 여섯 팀의 5분", "심사위원과 관객이 함께 질문합니다."), ("Idea pitches: six teams, five minutes each", "Judges and audience ask together."), 8, 24),
    _item((1, 240, 45), EIGHT, "talk", "talent", "ko", ("연구자에서 제품 개발자로", "논문을 쓰던 사람이 제품을 만들며 바꾼 다섯 가지 습관."), ("From researcher to product developer", "Five habits a paper writer changed to ship a product."), 2),
    _item((1, 240, 45), SEMINAR, "talk", "city", "en", ("프랑스에서 배우는 공공 데이터 활용법", "리옹의 개방 데이터 10년에서 배운 계약과 관리의 원칙."), ("Ten years of open data in Lyon", "Principles of contract and care."), 27),
    _item((1, 300, 50), MAIN, "panel", "startups", "ko", ("GPU 없이 시작하기", "무료 클러스터와 작은 예산으로 첫 제품을 만든 세 팀."), ("Starting without GPUs", "Three teams that built a first product on a free cluster and a small budget."), 16, 21, 9),
    _item((1, 300, 90), SIX, "workshop", "industry", "ko", ("센서 데이터로 이상 찾기", "노트북 하나로 진동 데이터의 이상을 찾아봅니다."), ("Find faults in sensor data", "Detect anomalies in vibration data on one laptop."), 12),
    _item((1, 300, 40), EIGHT, "talk", "models", "ko", ("컴파일러가 모델을 만날 때", "같은 모델을 세 가지 칩에서 돌리며 배운 점."), ("When a compiler meets a model", "One model on three chips, and what that taught."), 35),
    _item((1, 300, 40), SEMINAR, "talk", "talent", "en", ("면접관이 되어 보기", "AI JOB담에서 좋은 질문을 하는 법을 연습합니다."), ("Be the interviewer", "Practise asking good questions before AI JOB Dam."), 15),
    _item((1, 360, 120), OPEN, "job_fair", "talent", "ko", ("AI JOB담 첫째 날", "구직자가 부스를 열고 AI 프로젝트를 보여 줍니다. 기업이 찾아가 면접합니다."), ("AI JOB Dam, day one", "Job seekers hold the booths and show AI projects; recruiters walk round and interview them."), 15, 38),
    _item((1, 370, 45), MAIN, "talk", "models", "ko", ("모델의 ‘모른다’를 믿는 법", "불확실성을 화면에 정직하게 보여 주는 방법."), ("Trusting a model's “I don't know”", "Showing uncertainty honestly on the screen."), 30),
    _item((1, 370, 45), EIGHT, "community", "city", "ko", ("시민 데이터 동아리 교류", "동네 데이터로 활동하는 모임들이 서로의 방법을 나눕니다."), ("Civic data clubs meet", "Neighbourhood data groups compare their methods."), 17, 4),
    _item((1, 370, 45), SEMINAR, "talk", "industry", "ko", ("게임 속 동료 만들기", "플레이어와 호흡을 맞추는 캐릭터의 설계."), ("Making companions for games", "Designing characters that keep pace with a player."), 19),
    _item((1, 480, 50), MAIN, "networking", "talent", "ko", ("첫날을 닫으며: 열린 마당", "음악과 함께 첫날을 마무리합니다."), ("Closing day one: open courtyard", "Music, and the end of the first day.")),
    # Day two ---------------------------------------------------------------------------------
    _item((2, 0, 40), MAIN, "keynote", "city", "en", ("언어가 많은 세상의 AI", "쓰는 사람이 적은 언어에도 좋은 모델을 만드는 길."), ("AI for a world of many languages", "A path to good models for languages with few speakers."), 20),
    _item((2, 50, 50), MAIN, "panel", "talent", "ko", ("첫 AI 직장, 무엇을 보고 고를까", "신입과 채용 담당자가 서로에게 묻습니다."), ("Choosing a first job in AI", "Newcomers and recruiters question each other."), 15, 38, 10),
    _item((2, 50, 50), PREMIUM, "talk", "startups", "ko", ("특허와 공개 사이", "오픈소스 회사가 지식재산을 다루는 방법."), ("Between patent and publication", "How an open-source company handles its ideas."), 37),
    _item((2, 50, 90), SIX, "workshop", "models", "en", ("검색 증강 생성, 처음부터", "문서 100개로 답하는 시스템을 한 시간 반 안에 만듭니다."), ("Retrieval-augmented generation from scratch", "A system that answers from a hundred documents, built in ninety minutes."), 22),
    _item((2, 50, 50), EIGHT, "talk", "industry", "ko", ("새벽 물류의 수요 예측", "새벽 다섯 시까지의 주문을 전날 저녁에 맞히는 모델."), ("Forecasting dawn deliveries", "Guessing five-in-the-morning orders the evening before."), 12),
    _item((2, 50, 50), SEMINAR, "talk", "models", "ko", ("강화 학습 다시 읽기", "보상 설계에서 자주 틀리는 일곱 가지."), ("Reinforcement learning, read again", "Seven frequent mistakes in designing rewards."), 1),
    _item((2, 60, 300), OPEN, "networking", "talent", "ko", ("마당: 둘째 날의 만남", "어제 만난 사람과 다시, 오늘 처음 온 사람과 새로."), ("Madang: meetings of day two", "Meet again, or for the first time.")),
    _item((2, 110, 40), MAIN, "talk", "industry", "en", ("북쪽 도로의 눈과 라이다", "눈이 내려도 달리는 자율주행을 위한 센서 융합."), ("Snow, roads and lidar", "Sensor fusion for driving in northern winters."), 23, 6),
    _item((2, 110, 40), PREMIUM, "talk", "startups", "en", ("아크라에서 만든 농업 AI", "전화 한 통으로 쓰는 작물 진단."), ("Crop diagnosis by phone call", "Building agricultural AI in Accra."), 21),
    _item((2, 110, 40), EIGHT, "talk", "city", "ko", ("민원 창구의 언어 모델", "하루 3천 건의 문의를 나누고 답하며 배운 점."), ("A language model at the public counter", "Sorting and answering three thousand questions a day."), 4),
    _item((2, 110, 40), SEMINAR, "talk", "talent", "ko", ("비전공자의 1년", "디자이너가 AI 엔지니어가 되기까지의 학습 지도."), ("One year from designer to AI engineer", "A map for learning."), 7, 39),
    _item((2, 150, 30), MAIN, "break", "city", "ko", ("차와 다과", "1층에서 차를 나눕니다."), ("Tea and sweets", "Tea is served on the first floor.")),
    _item((2, 150, 60), PREMIUM, "tour", "city", "en", ("영어 안내: 허브의 네 층", "해외 참가자를 위한 층별 안내입니다."), ("Four floors of the hub, in English", "A guided tour for visitors from abroad."), 36),
    _item((2, 180, 45), MAIN, "talk", "models", "ko", ("한국어 토큰은 몇 개인가", "토크나이저를 바꿔 비용과 품질을 함께 얻은 실험."), ("How many tokens is Korean?", "An experiment that won cost and quality by changing the tokenizer."), 11),
    _item((2, 180, 90), SIX, "workshop", "city", "ko", ("우리 동네 데이터 지도 그리기", "공개 데이터로 골목 지도를 함께 그립니다."), ("Draw your neighbourhood in data", "Make a street map from open data together."), 14, 17),
    _item((2, 180, 45), EIGHT, "talk", "startups", "ko", ("입주 기업의 3년", "6층에서 8층으로 옮기기까지 겪은 성장의 단계."), ("Three years as a tenant", "The steps of growth between the sixth and the eighth floor."), 16),
    _item((2, 180, 45), SEMINAR, "community", "talent", "en", ("여성 AI 엔지니어 모임", "서로의 일을 소개하고 멘토를 찾습니다."), ("Women in AI engineering", "Introduce your work and find a mentor."), 9, 20),
    _item((2, 240, 45), MAIN, "talk", "industry", "ko", ("교실에 들어간 튜터", "아이들이 스스로 질문하게 만든 설계."), ("A tutor in the classroom", "A design that makes children ask."), 13),
    _item((2, 240, 60), PREMIUM, "pitch", "startups", "ko", ("사업화 피치: 결선", "어제의 피치에서 뽑힌 네 팀이 다시 섭니다."), ("Pitch final", "Four teams return."), 8, 33),
    _item((2, 240, 45), EIGHT, "talk", "models", "ko", ("에이전트의 실패 일지", "실패를 기록하는 방법이 성공을 앞당긴 이야기."), ("A diary of failing agents", "Writing failures down brought success forward."), 2, 30),
    _item((2, 240, 45), SEMINAR, "talk", "city", "ko", ("재난 문자를 더 잘 쓰는 법", "알아듣기 쉬운 문장을 고르는 모델과 사람의 협업."), ("Writing better emergency messages", "People and a model choose the clearer sentence."), 34),
    _item((2, 300, 50), MAIN, "panel", "models", "en", ("공개 모델의 다음 5년", "재단, 연구소, 기업이 함께 내다봅니다."), ("The next five years of open models", "A foundation, an institute and a company look ahead."), 29, 0, 20),
    _item((2, 300, 90), SIX, "workshop", "startups", "ko", ("고객 인터뷰 연습", "한 시간 반 동안 세 사람을 인터뷰하고 문제를 다시 씁니다."), ("Customer interviews in practice", "Interview three people and rewrite your problem."), 24, 16),
    _item((2, 300, 40), EIGHT, "talk", "industry", "ko", ("반도체 설계에 들어온 언어 모델", "회로를 글로 설명할 때의 가능성과 한계."), ("Language models in chip design", "The reach and the limits of describing circuits in words."), 35),
    _item((2, 300, 40), SEMINAR, "talk", "talent", "ko", ("커뮤니티가 사람을 키우는 법", "연구 모임 40개를 운영하며 배운 점."), ("How communities grow people", "What running forty research circles taught."), 39, 7),
    _item((2, 360, 120), OPEN, "job_fair", "talent", "ko", ("AI JOB담 둘째 날", "면접이 끝나면 서로를 평가하고 다음을 약속합니다."), ("AI JOB Dam, day two", "After the interviews both sides evaluate, and agree on what comes next."), 15, 38),
    _item((2, 370, 45), MAIN, "talk", "city", "en", ("AI와 에너지의 균형", "모델이 쓰는 전기와 아끼는 전기를 함께 세어 봅니다."), ("The energy balance of AI", "Counting the power models use and the power they save."), 26, 18),
    _item((2, 370, 45), EIGHT, "talk", "startups", "ko", ("해외 진출 법무 기초", "처음 계약서를 쓰는 창업자를 위한 안내."), ("Going abroad: the legal basics", "For founders writing their first contract."), 8),
    _item((2, 370, 45), SEMINAR, "community", "industry", "ko", ("로봇 개발자 교류회", "직접 만든 로봇을 들고 오셔도 좋습니다."), ("Robot builders meet", "Bring the robot you built."), 31, 25),
    _item((2, 480, 50), MAIN, "keynote", "models", "ko", ("폐회: 다음 마당에서 만나요", "이틀 동안의 만남을 숫자와 이야기로 돌아봅니다."), ("Closing: until the next courtyard", "Two days of meetings, in numbers and in stories."), 0),
)
# fmt: on
