//! The forty-one photos: who is in them, what is written under them, and what a
//! member of staff typed at the screen.

/// One photo of the story.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Photo {
    pub(crate) event: &'static str,
    /// Width and height of the upright picture.
    pub(crate) size: (u32, u32),
    /// How the phone stored it: EXIF orientation 1 to 8.
    pub(crate) orientation: u8,
    /// In the short hand of [`super::cast`].
    pub(crate) cast: &'static str,
    /// Height of a head as a share of the picture's height.
    pub(crate) head: f32,
    pub(crate) caption: &'static str,
    pub(crate) alt: &'static str,
    /// Names typed for faces, from the left.
    pub(crate) typed: &'static str,
}

const LARGE: (u32, u32) = (4000, 3000);
const TALL: (u32, u32) = (3000, 4000);
const MIDDLE: (u32, u32) = (2592, 1944);
const SMALL: (u32, u32) = (1600, 1200);
const LEAST: (u32, u32) = (1152, 864);

const fn photo(
    event: &'static str,
    size: (u32, u32),
    orientation: u8,
    cast: &'static str,
    head: f32,
    caption: &'static str,
    alt: &'static str,
) -> Photo {
    Photo {
        event,
        size,
        orientation,
        cast,
        head,
        caption,
        alt,
        typed: "",
    }
}

/// What a member of staff typed for it.
const fn typed(typed: &'static str, photo: Photo) -> Photo {
    Photo { typed, ..photo }
}

/// Every photo, by event and time.
#[rustfmt::skip]
pub(crate) const PHOTOS: &[Photo] = &[
    photo("harvest", LARGE, 1, "K01 K03 O02", 0.075, "Amara, Carys and Blessing carry the harvest basket.", "Three children on a stage with a basket of vegetables."),
    photo("harvest", LARGE, 6, "K07> O04<", 0.10, "Our readers practised all week.", "Two children reading from cards."),
    photo("harvest", MIDDLE, 1, "K02 K08 K12 O07", 0.08, "Ben, Grace, Kai and George sing the first verse.", "Four children singing in a row."),
    photo("harvest", MIDDLE, 3, "K05 K11", 0.11, "A song for the harvest.", "Two children singing together."),
    photo("harvest", LARGE, 1, "K09 O03 O15", 0.075, "Well done Harjit Sandhu and friends!", "Three children holding loaves of bread."),
    photo("harvest", MIDDLE, 8, "K10 K16", 0.11, "Setting out the tins for the food bank.", "Two children stacking tins on a table."),
    photo("harvest", LARGE, 1, "K14 K17 ?1 O16", 0.10, "The band plays on.", "Four children with drums and recorders."),
    photo("harvest", SMALL, 1, "K04 K13 O13", 0.12, "Bread, apples and pumpkins.", "Three children behind a table of food."),
    photo("harvest", LARGE, 1, "K01 K02 K03 K04 K07 K08 / K09 K11 K12 K16 O01 O02", 0.085, "Kestrel and Owl on the stage.", "Twelve children in two rows on a stage."),
    photo("harvest", MIDDLE, 2, "K01 O04x K08", 0.11, "Behind the curtain.", "Children waiting behind a stage curtain."),
    photo("harvest", MIDDLE, 1, "K12 K18", 0.11, "Tidying up afterwards.", "Two children carrying chairs."),
    photo("sports", LARGE, 1, "O01 O06 O11", 0.075, "Anwen, Freya and Jasmine before the relay.", "Three runners on the school field."),
    photo("sports", TALL, 6, "O07 O16", 0.055, "George and Oliver at the finish.", "Two boys at a finish line."),
    photo("sports", MIDDLE, 1, "O02 O08 O13", 0.11, "Warming up in the autumn sun.", "Three children stretching on grass."),
    photo("sports", MIDDLE, 1, "O09 O15", 0.11, "Ready, steady, go!", "Two children at a starting line."),
    photo("sports", LARGE, 5, "O05 O03", 0.10, "Egg and spoon never gets old.", "Two children with eggs on spoons."),
    photo("sports", SMALL, 1, "O12 O17< O18~", 0.085, "Kamil, Parveen and Theo take a breather.", "Three children sitting on a bench."),
    photo("sports", LEAST, 1, "O04", 0.42, "Divya wins the long jump.", "A girl smiling after a jump."),
    photo("sports", LARGE, 7, "O01 ?2 O06", 0.10, "A new friend joins the race.", "Three children running side by side."),
    typed("2=S01", photo("sports", MIDDLE, 1, "O11 S01 O12", 0.08, "Jasmine and Kamil with their teacher.", "Two children and an adult with a stopwatch.")),
    photo("sports", MIDDLE, 4, "O03 O07o O15", 0.12, "Balloons for the winners.", "Children with balloons on a field."),
    typed("1=H01 2=H05 3=H11", photo("museum", LARGE, 1, "H01 H05 H11", 0.075, "Adaeze, Esme and Kofi meet a long-necked dinosaur.", "Three children in front of a dinosaur's skeleton.")),
    typed("1=H02 2=H07", photo("museum", MIDDLE, 6, "H02 H07", 0.08, "Bilal and Gurleen count the ribs.", "Two children beside a skeleton.")),
    typed("1=H03 2=H10 3=H13 4=H15", photo("museum", LARGE, 1, "H03> H10< H13 H15~", 0.10, "All the way from nose to tail.", "Four children beside a dinosaur's skeleton.")),
    typed("1=H04 2=H16", photo("museum", MIDDLE, 1, "H04 H16", 0.11, "Danylo and Priya draw a fossil.", "Two children drawing in a museum.")),
    typed("1=H06 2=H18", photo("museum", MIDDLE, 8, "H06 H18", 0.11, "So many bones.", "Two children in front of a skeleton.")),
    typed("1=H09 2=H14", photo("museum", SMALL, 1, "H09 H14", 0.12, "Tickets, please!", "Two children in a museum hall.")),
    typed("1=H12 2=H01", photo("museum", MIDDLE, 1, "H12 H01", 0.11, "A quiet moment under the arches.", "Two children in a museum hall.")),
    typed("1=H17 2=H05", photo("museum", LARGE, 3, "H17> H05<", 0.10, "Which way to the whales?", "Two children reading a map.")),
    photo("museum", MIDDLE, 1, "H08 H11 H15", 0.11, "Lunch under the arches.", "Three children eating sandwiches."),
    typed("1=H02 2=S02", photo("museum", MIDDLE, 1, "H02 S02", 0.12, "Our guide for the day.", "A child and an adult in front of a skeleton.")),
    typed("1=W01 2=W05 3=W14", photo("planting", LARGE, 1, "W01 W05 W14", 0.075, "Aaliyah, Chidera and Leo dig the first hole.", "Three children with small spades.")),
    typed("1=W03 2=W10", photo("planting", MIDDLE, 1, "W03 W10", 0.07, "Bronwen and Hana count bulbs.", "Two children with a box of bulbs.")),
    typed("1=W02 2=W08 3=W12", photo("planting", LARGE, 6, "W02> W08 W12<", 0.075, "Hands in the earth.", "Three children planting in a flower bed.")),
    typed("1=W04 2=W07", photo("planting", MIDDLE, 1, "W04 W07", 0.08, "Casper and Eliza water the bed.", "Two children with a watering can.")),
    typed("1=W09 2=W16", photo("planting", MIDDLE, 2, "W09 W16", 0.11, "Worms are welcome.", "Two children looking at a worm.")),
    typed("1=W15 2=W17", photo("planting", SMALL, 1, "W15 W17", 0.12, "Wellies on.", "Two children in wellington boots.")),
    typed("1=W11 2=W13 3=W18", photo("planting", MIDDLE, 1, "W11 W13 W18", 0.08, "Iona, Kezia and Pip label the rows.", "Three children writing on plant labels.")),
    typed("1=W06", photo("planting", LEAST, 1, "W06 W10o", 0.16, "Hiding behind the hedge.", "Children playing in a garden.")),
    typed("1=W01 2=W02 3=W03 4=W05 5=W08 6=W10 7=W12 8=W14 9=W16 10=W17", photo("planting", LARGE, 1, "W01 W02 W03 W05 W08 W10 W12 W14 W16 W17", 0.085, "Wren class and the new garden.", "Ten children standing behind a flower bed.")),
    photo("planting", MIDDLE, 1, "W12 W14 ?3", 0.11, "Tea and biscuits for the gardeners.", "Children and a helper at a garden table."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{
        cast::{How, Typed, Who, read, typed},
        events::EVENTS,
        pupils::{ADULTS, PUPILS, pupil},
    };

    fn known(id: &str) -> bool {
        pupil(id).is_some() || ADULTS.iter().any(|adult| adult.id == id)
    }

    #[test]
    fn there_are_about_forty_photos_in_four_events() {
        assert!((38..=44).contains(&PHOTOS.len()));
        for event in EVENTS {
            assert!(PHOTOS.iter().filter(|p| p.event == event.id).count() >= 8);
        }
        assert!(
            PHOTOS
                .iter()
                .all(|p| EVENTS.iter().any(|e| e.id == p.event))
        );
    }

    #[test]
    fn everybody_who_is_cast_or_typed_exists() {
        for photo in PHOTOS {
            let words = photo.cast.split(['/', ' ']).filter(|w| !w.is_empty());
            assert_eq!(words.count(), read(photo.cast).len(), "{}", photo.cast);
            for stand in read(photo.cast) {
                if let Who::Known(id) = stand.who {
                    assert!(known(id), "{id}");
                }
            }
            for (_, typed) in typed(photo.typed) {
                if let Typed::Person(id) = typed {
                    assert!(known(id), "{id}");
                }
            }
        }
    }

    #[test]
    fn strangers_look_alikes_and_missed_faces_each_occur_twice() {
        let count = |test: &dyn Fn(&Photo) -> bool| PHOTOS.iter().filter(|p| test(p)).count();
        assert!(count(&|p| p.cast.contains('?')) >= 2);
        assert!(
            count(&|p| read(p.cast)
                .iter()
                .any(|s| matches!(s.how, How::Away | How::Behind)))
                >= 2
        );
        let twin = |id: &str| {
            PUPILS
                .iter()
                .any(|p| p.twin_of == Some(id) || (p.id == id && p.twin_of.is_some()))
        };
        let matched = |p: &Photo| ["harvest", "sports"].contains(&p.event);
        assert!(
            count(&|p| matched(p)
                && read(p.cast)
                    .iter()
                    .any(|s| matches!(s.who, Who::Known(id) if twin(id))))
                >= 2
        );
    }

    #[test]
    fn heads_are_turned_both_ways_and_tilted() {
        for how in [How::Left, How::Right, How::Tilted] {
            assert!(
                PHOTOS
                    .iter()
                    .any(|p| read(p.cast).iter().any(|s| s.how == how))
            );
        }
    }

    #[test]
    fn every_orientation_and_sizes_from_one_to_twelve_megapixels_occur() {
        for orientation in 1..=8 {
            assert!(PHOTOS.iter().any(|p| p.orientation == orientation));
        }
        let pixels = |p: &Photo| p.size.0 * p.size.1;
        assert!(PHOTOS.iter().any(|p| pixels(p) < 1_100_000));
        assert!(PHOTOS.iter().any(|p| pixels(p) >= 12_000_000));
    }
}
