"""Names people in Europe and beyond have, put together by chance: nobody is meant."""

from __future__ import annotations

from random import Random

from addons.pms.services.guest_details import folded
from addons.pms.services.reservations import NewGuest

_NAMES = (
    (30, "Anna Lukas Marie Felix Sophie Jonas Katharina Maximilian Lena Tobias Johanna Moritz Sabine Jürgen",
     "Müller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Schäfer Koch Richter Klein Wolf Schröder"),
    (16, "Emily James Olivia Thomas Charlotte William Grace Oliver Hannah George Alice Henry",
     "Smith Jones Taylor Brown Wilson Evans Walker Wright Hughes Edwards Clarke Murphy O'Brien Kelly"),
    (10, "Camille Louis Chloé Hugo Léa Arthur Manon Jules Élodie Antoine",
     "Martin Bernard Dubois Petit Durand Leroy Moreau Girard Lefèvre Fontaine"),
    (9, "Lucía Hugo Sofía Mateo Carmen Javier Elena Pablo Inés Álvaro",
     "García Fernández López Martínez Sánchez Pérez Gómez Ruiz Díaz Moreno"),
    (8, "Maria João Beatriz Tiago Inês Diogo Ana Rui Catarina Miguel",
     "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Almeida"),
    (8, "Giulia Lorenzo Francesca Matteo Chiara Alessandro Elisa Davide",
     "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco"),
    (7, "Sanne Daan Eva Sem Lotte Bram Fleur Thijs",
     "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks"),
    (6, "Zofia Jakub Maja Antoni Hanna Szymon Agnieszka Piotr",
     "Nowak Kowalski Wiśniewska Wójcik Kamiński Lewandowska Zieliński Szymańska"),
    (6, "Ingrid Lars Freja Erik Astrid Nils Sofie Anders",
     "Hansen Johansson Nielsen Andersen Larsen Berg Lindqvist Dahl"),
)  # fmt: skip
_WIDER = (
    (4, "Yuki Haruto Aiko Kenji Sakura Takumi", "Satō Suzuki Takahashi Tanaka Watanabe Itō"),
    (4, "Priya Arjun Ananya Rohan Meera Vikram", "Sharma Patel Iyer Gupta Reddy Nair"),
    (4, "Elif Mehmet Zeynep Emre Ayşe Can", "Kaya Arslan Demir Çelik Şahin Doğan"),
)
_PEOPLE = tuple((weight, first.split(), last.split()) for weight, first, last in (*_NAMES, *_WIDER))
_WEIGHTS = [weight for weight, _, _ in _PEOPLE]
_WITH_EMAIL, _WITH_PHONE = 0.7, 0.45


def guest(random: Random) -> NewGuest:
    """Return a guest; addresses use names reserved for examples (RFC 2606), numbers those reserved for films."""
    _, firsts, lasts = random.choices(_PEOPLE, _WEIGHTS)[0]
    first, last = random.choice(firsts), random.choice(lasts)
    local = f"{folded(first)}.{folded(last)}".replace("'", "")
    email = f"{local}{random.randint(1, 99)}@example.{random.choice(('com', 'org', 'net'))}"
    phone = f"+49 30 23125 {random.randint(0, 999):03d}"
    return NewGuest(
        first_name=first,
        last_name=last,
        email=email if random.random() < _WITH_EMAIL else None,
        phone=phone if random.random() < _WITH_PHONE else None,
    )
