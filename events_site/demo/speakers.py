"""The forty invented speakers of the demo forum. Any likeness to a real person is chance, and they have no faces."""

from __future__ import annotations

from typing import NamedTuple

from events_site.demo.venue import Text


class Voice(NamedTuple):
    key: str
    name: Text
    organization: Text
    title: Text
    biography: Text


def _voice(key: str, *texts: tuple[str, str]) -> Voice:
    return Voice(key, *(Text(*text) for text in texts))


# fmt: off
SPEAKERS = (
    _voice("seo-yeon-han", ("한서연", "Seo-yeon Han"), ("한빛AI연구원", "Hanbit AI Institute"), ("연구소장", "Director"), ("작은 언어 모델의 쓸모를 연구합니다. 연구소를 세우기 전에는 병원과 공장에서 모델을 직접 운영했습니다.", "Studies what small language models are good for. Before founding the institute she ran models in hospitals and factories.")),
    _voice("min-jun-oh", ("오민준", "Min-jun Oh"), ("마루대학교", "Maru University"), ("교수", "Professor"), ("기계 학습 이론을 가르치고, 학생들과 재현 실험을 모읍니다.", "Teaches the theory of machine learning and collects replications with his students.")),
    _voice("ji-woo-bae", ("배지우", "Ji-woo Bae"), ("온새미로랩스", "Onsaemiro Labs"), ("수석 연구원", "Principal researcher"), ("에이전트가 실패하는 까닭을 기록하고 고칩니다. 논문을 쓰다가 제품을 만드는 일로 옮겨 왔습니다.", "Records why agents fail, and mends them. Came from writing papers to building products.")),
    _voice("ha-eun-noh", ("노하은", "Ha-eun Noh"), ("가온로보틱스", "Gaon Robotics"), ("최고기술책임자", "CTO"), ("공장의 비전 검사 라인을 열두 곳에 세웠습니다. 조명이 바뀌어도 멈추지 않는 시스템을 좋아합니다.", "Has set up visual inspection in twelve factories, and likes systems that go on when the light changes.")),
    _voice("do-yun-im", ("임도윤", "Do-yun Im"), ("서초시민데이터센터", "Seocho Civic Data Centre"), ("센터장", "Head"), ("도시 데이터를 시민의 질문에서 시작해 정리합니다.", "Orders the data of a city, beginning with the questions of its citizens.")),
    _voice("ye-jin-moon", ("문예진", "Ye-jin Moon"), ("누리헬스", "Nuri Health"), ("대표", "CEO"), ("의사가 다시 손으로 쓰지 않도록 진료 기록을 만드는 회사를 시작했습니다.", "Started a company that writes clinical notes so that physicians do not have to.")),
    _voice("si-woo-jang", ("장시우", "Si-woo Jang"), ("다온모빌리티", "Daon Mobility"), ("인지팀 리드", "Perception lead"), ("비 오는 밤의 골목을 알아보는 자율주행 인지를 만듭니다.", "Builds perception for vehicles that know an alley on a rainy night.")),
    _voice("su-ah-kwon", ("권수아", "Su-ah Kwon"), ("모두의학교", "School for All"), ("교육 이사", "Director of education"), ("어른과 아이가 함께 배우는 AI 수업을 만듭니다.", "Makes AI classes that adults and children take together.")),
    _voice("jun-seo-yoo", ("유준서", "Jun-seo Yoo"), ("푸른숲벤처스", "Green Forest Ventures"), ("파트너", "Partner"), ("초기 AI 팀에 투자합니다. 계약서를 쉬운 말로 설명하는 글을 씁니다.", "Invests in early AI teams, and writes about contracts in plain words.")),
    _voice("chae-won-shin", ("신채원", "Chae-won Shin"), ("한들반도체", "Handeul Semiconductor"), ("컴파일러 팀장", "Compiler lead"), ("한 모델을 여러 칩에서 돌리는 컴파일러를 만듭니다.", "Builds the compiler that runs one model on many chips.")),
    _voice("tae-oh-kang", ("강태오", "Tae-oh Kang"), ("마루대학교", "Maru University"), ("박사과정", "Doctoral student"), ("논문 읽기 모임을 4년째 이끌고 있습니다. 처음 오는 분을 가장 반깁니다.", "Has led a reading circle for four years, and is happiest to see newcomers.")),
    _voice("na-eun-cho", ("조나은", "Na-eun Cho"), ("바른말AI", "Bareunmal AI"), ("언어 데이터 총괄", "Head of language data"), ("한국어 말뭉치를 고르고 다듬습니다. 토큰 하나하나를 아깝게 여깁니다.", "Chooses and mends Korean text for models, and counts every token.")),
    _voice("hyun-woo-seo", ("서현우", "Hyun-woo Seo"), ("새벽배송로지스", "Dawn Logistics"), ("데이터 과학자", "Data scientist"), ("새벽 배송의 진동 데이터에서 고장을 먼저 찾아냅니다.", "Finds faults in the vibration of delivery fleets before they happen.")),
    _voice("yu-jin-ahn", ("안유진", "Yu-jin Ahn"), ("도담교육", "Dodam Education"), ("제품 책임자", "Head of product"), ("아이가 먼저 질문하게 만드는 튜터를 설계합니다.", "Designs a tutor that lets the child ask first.")),
    _voice("geon-woo-hwang", ("황건우", "Geon-woo Hwang"), ("하늘위성", "Haneul Satellites"), ("영상 분석 리드", "Imagery lead"), ("위성 영상으로 골목의 더위를 지도로 그립니다.", "Maps the heat of alleys from satellite images.")),
    _voice("so-min-ryu", ("류소민", "So-min Ryu"), ("이음인재", "Ieum Talent"), ("채용 총괄", "Head of hiring"), ("부스에서 사람을 만나는 채용을 만들어 왔습니다.", "Has made hiring a matter of meeting people at their booths.")),
    _voice("ian-park", ("박이안", "Ian Park"), ("노드브리지", "Nodebridge"), ("창업자", "Founder"), ("서울과 리스본을 오가며 개발자 도구를 만듭니다.", "Builds developer tools between Seoul and Lisbon.")),
    _voice("da-hye-song", ("송다혜", "Da-hye Song"), ("온마을협동조합", "Onmaeul Cooperative"), ("활동가", "Organizer"), ("마을 사람들과 동네 데이터를 모으고 읽습니다.", "Collects and reads the data of a neighbourhood with those who live there.")),
    _voice("jae-hyun-min", ("민재현", "Jae-hyun Min"), ("한울전력", "Hanul Power"), ("예측 모델 팀장", "Forecasting lead"), ("전력 수요를 15분 앞서 내다보는 팀을 이끕니다.", "Leads the team that sees the demand for power fifteen minutes ahead.")),
    _voice("eun-chae-ko", ("고은채", "Eun-chae Ko"), ("별빛게임즈", "Starlight Games"), ("AI 디렉터", "AI director"), ("게임 속 인물이 사람을 기억하게 만듭니다.", "Lets the people of a game remember theirs.")),
    _voice("amelia-novak", ("아멜리아 노바크", "Amelia Novak"), ("프라하모델랩", "Prague Model Lab"), ("연구 리드", "Research lead"), ("대형 모델의 안을 들여다보는 연구를 합니다.", "Looks into the inside of large models.")),
    _voice("kofi-mensah", ("코피 멘사", "Kofi Mensah"), ("아크라데이터", "Accra Data"), ("공동 창업자", "Co-founder"), ("서아프리카의 언어로 된 음성 데이터를 함께 모읍니다.", "Collects speech in the languages of West Africa with its speakers.")),
    _voice("priya-raman", ("프리야 라만", "Priya Raman"), ("사리타AI", "Sarita AI"), ("최고과학책임자", "Chief scientist"), ("긴 문맥을 싸게 다루는 방법을 찾습니다.", "Looks for cheap ways to hold a long context.")),
    _voice("lukas-berg", ("루카스 베르그", "Lukas Berg"), ("노르드비전", "Nordvision"), ("엔지니어링 리드", "Engineering lead"), ("로봇 팔 옆에서 일하는 사람의 안전을 먼저 봅니다.", "Looks first to the safety of those who work beside a robot arm.")),
    _voice("mei-lin-tan", ("탄 메이린", "Mei-Lin Tan"), ("라이언시티 스타트업 재단", "Lion City Startup Foundation"), ("프로그램 매니저", "Programme manager"), ("처음 해외로 나가는 창업팀을 3백 곳 넘게 도왔습니다.", "Has helped more than three hundred teams on their first step abroad.")),
    _voice("haruka-ito", ("이토 하루카", "Haruka Ito"), ("소라로보", "Sora Robo"), ("로봇 연구원", "Robotics researcher"), ("집기에 2만 번 실패한 로봇 손의 기록을 공개했습니다.", "Published the record of a robot hand that failed to grasp twenty thousand times.")),
    _voice("diego-fuentes", ("디에고 푸엔테스", "Diego Fuentes"), ("안데스그리드", "Andes Grid"), ("데이터 총괄", "Head of data"), ("안데스의 바람을 예측해 전력망에 싣습니다.", "Forecasts the wind of the Andes for the grid.")),
    _voice("claire-dubois", ("클레르 뒤부아", "Claire Dubois"), ("리옹공공데이터", "Lyon Open Data"), ("정책 자문", "Policy adviser"), ("공공 데이터의 계약과 관리 원칙을 10년 동안 다듬었습니다.", "Has spent ten years on the contracts and the care of open data.")),
    _voice("samir-haddad", ("사미르 하다드", "Samir Haddad"), ("레반트랩", "Levant Lab"), ("음성 연구원", "Speech researcher"), ("아랍어 방언의 음성 인식을 연구합니다.", "Studies the recognition of spoken Arabic in its dialects.")),
    _voice("olivia-grant", ("올리비아 그랜트", "Olivia Grant"), ("오픈웨이츠 재단", "Open Weights Foundation"), ("사무국장", "Executive director"), ("가중치와 함께 무엇을 공개해야 하는지 정리하는 재단을 이끕니다.", "Leads the foundation that says what should be published along with the weights.")),
    _voice("bo-ra-chae", ("채보라", "Bo-ra Chae"), ("한빛AI연구원", "Hanbit AI Institute"), ("안전성 연구원", "Safety researcher"), ("모델이 모른다고 말할 수 있게 하는 방법을 연구합니다.", "Studies how a model can say that it does not know.")),
    _voice("woo-jin-nam", ("남우진", "Woo-jin Nam"), ("가온로보틱스", "Gaon Robotics"), ("제어 엔지니어", "Control engineer"), ("로봇의 마지막 1cm를 제어합니다.", "Controls the last centimetre of a robot.")),
    _voice("ga-yeon-eom", ("엄가연", "Ga-yeon Eom"), ("누리헬스", "Nuri Health"), ("임상 데이터 리드", "Clinical data lead"), ("임상 데이터를 안전하게 잇는 일을 합니다.", "Connects clinical data without giving anybody away.")),
    _voice("seung-min-pyo", ("표승민", "Seung-min Pyo"), ("푸른숲벤처스", "Green Forest Ventures"), ("심사역", "Associate"), ("한 달에 데모 30편을 보며 메모를 남기는 심사역입니다.", "An associate who takes notes at thirty demos a month.")),
    _voice("hye-rin-byun", ("변혜린", "Hye-rin Byun"), ("바른말AI", "Bareunmal AI"), ("평가 엔지니어", "Evaluation engineer"), ("내 서비스에 맞는 평가 문항을 만드는 워크숍을 엽니다.", "Runs workshops in which people write the test items for their own service.")),
    _voice("dong-hyuk-son", ("손동혁", "Dong-hyuk Son"), ("한들반도체", "Handeul Semiconductor"), ("시스템 아키텍트", "System architect"), ("회로를 글로 설명하는 언어 모델을 칩 설계에 씁니다.", "Uses language models that describe circuits in words in chip design.")),
    _voice("ara-jeong", ("정아라", "Ara Jeong"), ("서초시민데이터센터", "Seocho Civic Data Centre"), ("안내 담당", "Guide"), ("허브의 네 층을 매주 안내합니다. 질문이 많을수록 좋아합니다.", "Guides visitors through the four floors of the hub every week; the more questions the better.")),
    _voice("in-ho-maeng", ("맹인호", "In-ho Maeng"), ("온새미로랩스", "Onsaemiro Labs"), ("오픈소스 메인테이너", "Open-source maintainer"), ("12년째 오픈소스 도구를 관리합니다.", "Has cared for open-source tools for twelve years.")),
    _voice("yu-na-tak", ("탁유나", "Yu-na Tak"), ("이음인재", "Ieum Talent"), ("커리어 코치", "Career coach"), ("프로젝트를 5분 설명과 한 장 포스터로 다듬는 일을 돕습니다.", "Helps to turn a project into five minutes and one poster.")),
    _voice("hee-jun-gil", ("길희준", "Hee-jun Gil"), ("모두의학교", "School for All"), ("커뮤니티 리드", "Community lead"), ("연구 모임 40개가 오래가도록 돕습니다.", "Keeps forty research circles going.")),
)
# fmt: on
