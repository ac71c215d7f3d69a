"""The forty invented speakers of the demo forum. Any likeness to a real person is chance."""

from __future__ import annotations

from typing import NamedTuple

from events_site.demo.venue import Text


class Voice(NamedTuple):
    key: str
    name: Text
    organization: Text
    title: Text


def _voice(key: str, name: tuple[str, str], organization: tuple[str, str], title: tuple[str, str]) -> Voice:
    return Voice(key, Text(*name), Text(*organization), Text(*title))


SPEAKERS = (
    _voice(
        "seo-yeon-han",
        ("한서연", "Seo-yeon Han"),
        ("한빛AI연구원", "Hanbit AI Institute"),
        ("연구소장", "Director"),
    ),
    _voice("min-jun-oh", ("오민준", "Min-jun Oh"), ("마루대학교", "Maru University"), ("교수", "Professor")),
    _voice(
        "ji-woo-bae",
        ("배지우", "Ji-woo Bae"),
        ("온새미로랩스", "Onsaemiro Labs"),
        ("수석 연구원", "Principal researcher"),
    ),
    _voice(
        "ha-eun-noh", ("노하은", "Ha-eun Noh"), ("가온로보틱스", "Gaon Robotics"), ("최고기술책임자", "CTO")
    ),
    _voice(
        "do-yun-im",
        ("임도윤", "Do-yun Im"),
        ("서초시민데이터센터", "Seocho Civic Data Centre"),
        ("센터장", "Head"),
    ),
    _voice("ye-jin-moon", ("문예진", "Ye-jin Moon"), ("누리헬스", "Nuri Health"), ("대표", "CEO")),
    _voice(
        "si-woo-jang",
        ("장시우", "Si-woo Jang"),
        ("다온모빌리티", "Daon Mobility"),
        ("인지팀 리드", "Perception lead"),
    ),
    _voice(
        "su-ah-kwon",
        ("권수아", "Su-ah Kwon"),
        ("모두의학교", "School for All"),
        ("교육 이사", "Director of education"),
    ),
    _voice(
        "jun-seo-yoo",
        ("유준서", "Jun-seo Yoo"),
        ("푸른숲벤처스", "Green Forest Ventures"),
        ("파트너", "Partner"),
    ),
    _voice(
        "chae-won-shin",
        ("신채원", "Chae-won Shin"),
        ("한들반도체", "Handeul Semiconductor"),
        ("컴파일러 팀장", "Compiler lead"),
    ),
    _voice(
        "tae-oh-kang",
        ("강태오", "Tae-oh Kang"),
        ("마루대학교", "Maru University"),
        ("박사과정", "Doctoral student"),
    ),
    _voice(
        "na-eun-cho",
        ("조나은", "Na-eun Cho"),
        ("바른말AI", "Bareunmal AI"),
        ("언어 데이터 총괄", "Head of language data"),
    ),
    _voice(
        "hyun-woo-seo",
        ("서현우", "Hyun-woo Seo"),
        ("새벽배송로지스", "Dawn Logistics"),
        ("데이터 과학자", "Data scientist"),
    ),
    _voice(
        "yu-jin-ahn",
        ("안유진", "Yu-jin Ahn"),
        ("도담교육", "Dodam Education"),
        ("제품 책임자", "Head of product"),
    ),
    _voice(
        "geon-woo-hwang",
        ("황건우", "Geon-woo Hwang"),
        ("하늘위성", "Haneul Satellites"),
        ("영상 분석 리드", "Imagery lead"),
    ),
    _voice(
        "so-min-ryu", ("류소민", "So-min Ryu"), ("이음인재", "Ieum Talent"), ("채용 총괄", "Head of hiring")
    ),
    _voice("ian-park", ("박이안", "Ian Park"), ("노드브리지", "Nodebridge"), ("창업자", "Founder")),
    _voice(
        "da-hye-song",
        ("송다혜", "Da-hye Song"),
        ("온마을협동조합", "Onmaeul Cooperative"),
        ("활동가", "Organizer"),
    ),
    _voice(
        "jae-hyun-min",
        ("민재현", "Jae-hyun Min"),
        ("한울전력", "Hanul Power"),
        ("예측 모델 팀장", "Forecasting lead"),
    ),
    _voice(
        "eun-chae-ko",
        ("고은채", "Eun-chae Ko"),
        ("별빛게임즈", "Starlight Games"),
        ("AI 디렉터", "AI director"),
    ),
    _voice(
        "amelia-novak",
        ("아멜리아 노바크", "Amelia Novak"),
        ("프라하모델랩", "Prague Model Lab"),
        ("연구 리드", "Research lead"),
    ),
    _voice(
        "kofi-mensah",
        ("코피 멘사", "Kofi Mensah"),
        ("아크라데이터", "Accra Data"),
        ("공동 창업자", "Co-founder"),
    ),
    _voice(
        "priya-raman",
        ("프리야 라만", "Priya Raman"),
        ("사리타AI", "Sarita AI"),
        ("최고과학책임자", "Chief scientist"),
    ),
    _voice(
        "lukas-berg",
        ("루카스 베르그", "Lukas Berg"),
        ("노르드비전", "Nordvision"),
        ("엔지니어링 리드", "Engineering lead"),
    ),
    _voice(
        "mei-lin-tan",
        ("탄 메이린", "Mei-Lin Tan"),
        ("라이언시티 스타트업 재단", "Lion City Startup Foundation"),
        ("프로그램 매니저", "Programme manager"),
    ),
    _voice(
        "haruka-ito",
        ("이토 하루카", "Haruka Ito"),
        ("소라로보", "Sora Robo"),
        ("로봇 연구원", "Robotics researcher"),
    ),
    _voice(
        "diego-fuentes",
        ("디에고 푸엔테스", "Diego Fuentes"),
        ("안데스그리드", "Andes Grid"),
        ("데이터 총괄", "Head of data"),
    ),
    _voice(
        "claire-dubois",
        ("클레르 뒤부아", "Claire Dubois"),
        ("리옹공공데이터", "Lyon Open Data"),
        ("정책 자문", "Policy adviser"),
    ),
    _voice(
        "samir-haddad",
        ("사미르 하다드", "Samir Haddad"),
        ("레반트랩", "Levant Lab"),
        ("음성 연구원", "Speech researcher"),
    ),
    _voice(
        "olivia-grant",
        ("올리비아 그랜트", "Olivia Grant"),
        ("오픈웨이츠 재단", "Open Weights Foundation"),
        ("사무국장", "Executive director"),
    ),
    _voice(
        "bo-ra-chae",
        ("채보라", "Bo-ra Chae"),
        ("한빛AI연구원", "Hanbit AI Institute"),
        ("안전성 연구원", "Safety researcher"),
    ),
    _voice(
        "woo-jin-nam",
        ("남우진", "Woo-jin Nam"),
        ("가온로보틱스", "Gaon Robotics"),
        ("제어 엔지니어", "Control engineer"),
    ),
    _voice(
        "ga-yeon-eom",
        ("엄가연", "Ga-yeon Eom"),
        ("누리헬스", "Nuri Health"),
        ("임상 데이터 리드", "Clinical data lead"),
    ),
    _voice(
        "seung-min-pyo",
        ("표승민", "Seung-min Pyo"),
        ("푸른숲벤처스", "Green Forest Ventures"),
        ("심사역", "Associate"),
    ),
    _voice(
        "hye-rin-byun",
        ("변혜린", "Hye-rin Byun"),
        ("바른말AI", "Bareunmal AI"),
        ("평가 엔지니어", "Evaluation engineer"),
    ),
    _voice(
        "dong-hyuk-son",
        ("손동혁", "Dong-hyuk Son"),
        ("한들반도체", "Handeul Semiconductor"),
        ("시스템 아키텍트", "System architect"),
    ),
    _voice(
        "ara-jeong",
        ("정아라", "Ara Jeong"),
        ("서초시민데이터센터", "Seocho Civic Data Centre"),
        ("안내 담당", "Guide"),
    ),
    _voice(
        "in-ho-maeng",
        ("맹인호", "In-ho Maeng"),
        ("온새미로랩스", "Onsaemiro Labs"),
        ("오픈소스 메인테이너", "Open-source maintainer"),
    ),
    _voice(
        "yu-na-tak", ("탁유나", "Yu-na Tak"), ("이음인재", "Ieum Talent"), ("커리어 코치", "Career coach")
    ),
    _voice(
        "hee-jun-gil",
        ("길희준", "Hee-jun Gil"),
        ("모두의학교", "School for All"),
        ("커뮤니티 리드", "Community lead"),
    ),
)
